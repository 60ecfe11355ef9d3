import type { StandardResult, StandardSchemaV1 } from '../../contracts/standard-schema.ts';
import type { AnyTool, Tool } from '../../contracts/tool.ts';
import { ConfigError } from '../../errors/config-error.ts';
import { describeError } from '../../errors/describe-error.ts';
import { isJsonObject } from '../../lib/json.ts';
import { didYouMean } from '../../lib/nearest.ts';
import { describeValue } from '../../schema/describe-value.ts';
import { isTool } from '../tool-brand.ts';
import { withoutParameters } from './bound-schema.ts';
import { deriveTool } from './change-tools.ts';
import { validateBound } from './validate-bound.ts';

/** What a caller of the tool writes; any keys where that is not known. */
type ParametersOf<T> = T extends { readonly '~types'?: { readonly input: infer I } }
  ? unknown extends I
    ? Record<string, unknown>
    : I
  : Record<string, unknown>;

/** What the tool gives. */
type ResultOfTool<T> = T extends { readonly '~types'?: { readonly result: infer R } } ? R : unknown;

/**
 * Fixes parameters of a tool: the model is not shown them and what it writes for them does not count. The whole input is validated by the
 * tool's own schema at each call; a fixed value that does not fit fails the call. Fixed values are in no run state.
 * Throws `ConfigError` for a parameter that the tool does not have, and a value that is no data.
 */
export function bind<T extends AnyTool, K extends keyof ParametersOf<T>>(
  tool: T,
  fixed: Pick<ParametersOf<T>, K>,
): Tool<Omit<ParametersOf<T>, K>, ResultOfTool<T>> {
  if (!isTool(tool))
    throw new ConfigError({
      code: 'invalid-tool',
      what: 'bind() takes one tool',
      evidence: `got ${describeValue(tool)}`,
      fix: 'Bind each tool by itself',
    });
  const values = copyOf(tool.name, fixed);
  const keys = Object.keys(values);
  for (const key of keys) checkParameter(tool, key);
  const jsonSchema = withoutParameters(tool.inputSchema, keys);
  const input: StandardSchemaV1 = {
    '~standard': {
      version: 1,
      vendor: 'pegboard',
      jsonSchema: { input: () => jsonSchema, output: () => jsonSchema },
      validate: (value): StandardResult<unknown> | Promise<StandardResult<unknown>> =>
        validateBound({ tool, jsonSchema, fixed: structuredClone(values) }, value),
    },
  };
  const { prepare } = tool;
  return deriveTool<AnyTool>(tool, {
    input,
    ...(prepare && {
      // It goes on seeing the schema that it was written for.
      prepare: async (spec, ctx) => {
        const told = await prepare(Object.freeze({ ...spec, inputSchema: tool.inputSchema }), ctx);
        return told && { ...told, inputSchema: withoutParameters(told.inputSchema, keys) };
      },
    }),
  });
}

/** A copy without what is `undefined`. */
function copyOf(name: string, fixed: object): Readonly<Record<string, unknown>> {
  const entries = Object.entries(fixed).filter(([, value]) => value !== undefined);
  try {
    return structuredClone(Object.fromEntries(entries));
  } catch (cause) {
    throw new ConfigError({
      code: 'invalid-input',
      what: `A parameter of "${name}" cannot be bound`,
      evidence: describeError(cause),
      fix: 'Bind data that JSON has; give functions and connections with `inject`',
      cause,
    });
  }
}

function checkParameter({ name, inputSchema }: AnyTool, key: string): void {
  const { properties } = inputSchema;
  const known = isJsonObject(properties) ? Object.keys(properties) : [];
  if (known.includes(key)) return;
  throw new ConfigError({
    code: 'unknown-name',
    what: `Tool "${name}" has no parameter "${key}" to bind`,
    evidence: known.length > 0 ? `it has ${known.join(', ')}` : 'it has none',
    fix: didYouMean(key, known).trim() || undefined,
  });
}
