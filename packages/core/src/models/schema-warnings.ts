import type { ModelRequest, ModelWarning, ToolSpec } from '../contracts/provider.ts';
import type { SchemaDialect } from '../contracts/schema-dialect.ts';
import { compileForDialect } from '../schema/compile-dialect.ts';

/** What the schemas of tools lose on their way to an API, each told once. Nothing is lost to the tools: arguments are checked against their own schema. */
export function createSchemaWarnings(
  dialect: SchemaDialect | undefined,
): (request: ModelRequest) => readonly ModelWarning[] {
  const told = new WeakSet<ToolSpec['inputSchema']>();
  return ({ tools }) => {
    if (dialect === undefined) return [];
    const fresh = tools.filter(({ inputSchema }) => !told.has(inputSchema));
    for (const { inputSchema } of fresh) told.add(inputSchema);
    return fresh.flatMap((tool) => warningFor(tool, dialect) ?? []);
  };
}

function warningFor({ name, inputSchema }: ToolSpec, dialect: SchemaDialect): ModelWarning | undefined {
  const { status, notes } = compileForDialect(inputSchema, dialect);
  if (status === 'accepted') return undefined;
  const [first, ...rest] = notes.map(({ place, what }) => `${place}: ${what}`);
  const what =
    status === 'adapted'
      ? 'is not told to the model in full'
      : 'cannot be told to the model, which gets none';
  const more = rest.length > 0 ? ` and ${rest.length} more` : '';
  return {
    type: 'warning',
    code: `schema-${status}`,
    message: `The input schema of "${name}" ${what} (${first ?? dialect.name}${more}). Arguments are checked against all of it here.`,
    details: {
      tool: name,
      dialect: dialect.name,
      notes: notes.map(({ place, what: lost }) => ({ place, what: lost })),
    },
  };
}
