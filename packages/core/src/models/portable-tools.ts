import type { ModelInfo, ToolSpec } from '../contracts/provider.ts';
import type { SchemaDialect } from '../contracts/schema-dialect.ts';
import type { AnySchema, JsonSchema } from '../contracts/standard-schema.ts';
import { compileForDialect } from '../schema/compile-dialect.ts';
import { compileSchema } from '../schema/compile-schema.ts';
import { objectRoot } from '../schema/object-root.ts';
import type { PortabilityProblem } from './portability.ts';

/** What every API takes; providers send a safe name in place of any other. */
const safeName = /^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$/;

/** What of the tools would be refused or changed. */
export function toolProblems(
  tools: readonly ToolSpec[],
  dialect: SchemaDialect | undefined,
  info: ModelInfo | undefined,
): readonly PortabilityProblem[] {
  const problems = tools.flatMap(({ name, inputSchema }) => [
    ...(safeName.test(name) ? [] : [unsafeName(name)]),
    ...dialectProblems(`tools.${name}`, inputSchema, dialect),
  ]);
  if (tools.length === 0 || info?.capabilities?.tools !== false) return problems;
  const what =
    'The model has no tool calls of its own: an agent describes the tools in words and reads calls out of the text';
  return [{ severity: 'degraded', where: 'tools', what }, ...problems];
}

/** The same for the schema of the output, which travels as one of an object. */
export function schemaProblems(
  output: AnySchema,
  dialect: SchemaDialect | undefined,
  info: ModelInfo | undefined,
): readonly PortabilityProblem[] {
  const { schema } = objectRoot(compileSchema(output).jsonSchema);
  const problems = dialectProblems('output', schema, dialect);
  if (info?.capabilities?.structuredOutput !== false) return problems;
  const what = 'The model takes no JSON schema: an agent asks for it by a tool or in the instructions';
  return [{ severity: 'degraded', where: 'output', what }, ...problems];
}

function unsafeName(name: string): PortabilityProblem {
  return {
    severity: 'degraded',
    where: `tools.${name}`,
    what: 'No API takes this name: the model sees another one made of it',
    fix: 'Use letters, digits, `_` and `-`, a letter first, at most 64',
  };
}

function dialectProblems(
  where: string,
  schema: JsonSchema,
  dialect: SchemaDialect | undefined,
): readonly PortabilityProblem[] {
  if (!dialect) return [];
  const { status, notes } = compileForDialect(schema, dialect);
  if (status === 'accepted') return [];
  if (status === 'adapted')
    return notes.map(({ place, what }) => ({ severity: 'degraded', where: `${where} ${place}`, what }));
  const [reason] = notes;
  return [
    {
      severity: 'rejected',
      where: `${where} ${reason?.place ?? '#'}`,
      what: `${dialect.name} cannot hold this schema: ${reason?.what ?? 'it gives no reason'}`,
      fix: 'Make the schema simpler',
    },
  ];
}
