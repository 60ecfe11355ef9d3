import { toJsonSchema } from '@langchain/core/utils/json_schema';
import { type InteropZodType, interopSafeParseAsync, isInteropZodSchema } from '@langchain/core/utils/types';
import type { AnySchema, JsonSchema, JsonValue, StandardSchemaV1 } from '@pegboard/core';

/** The input schema of a LangChain tool as one that `defineTool` takes. */
export function langChainSchema(schema: unknown): AnySchema {
  return isInteropZodSchema(schema) ? checkedOnly(schema) : modernSchema(schema as JsonSchema);
}

/**
 * Validates, and gives the value as it came: the tool parses it again itself, and what a transform has made of it would not pass a second
 * time.
 */
function checkedOnly(schema: InteropZodType): StandardSchemaV1<unknown, unknown> {
  // Models are told of the input side, where a default makes a parameter optional.
  const json = (): JsonSchema => modernSchema(toJsonSchema(schema, { io: 'input' }));
  return {
    '~standard': {
      version: 1,
      vendor: 'langchain',
      jsonSchema: { input: json, output: json },
      validate: async (value) => {
        const parsed = await interopSafeParseAsync(schema, value);
        return parsed.success ? { value } : { issues: parsed.error.issues };
      },
    },
  };
}

/** A JSON Schema of draft 7, as zod 3 and many tools have it, as one of draft 2020-12: they differ in how tuples are written. */
function modernSchema(schema: JsonSchema): JsonSchema {
  const { $schema: _dialect, ...rest } = modern(schema) as JsonSchema;
  return rest;
}

/** Under these keys stand values, not schemas. */
const values = new Set(['const', 'default', 'enum', 'examples']);

function modern(node: JsonValue | undefined): JsonValue | undefined {
  if (Array.isArray(node)) return node.map((item: JsonValue) => modern(item) ?? null);
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node as JsonSchema).map(
    ([key, value]) => [key, values.has(key) ? value : modern(value)] as const,
  );
  const { items, additionalItems, ...rest } = Object.fromEntries(entries);
  if (!Array.isArray(items)) return Object.fromEntries(entries);
  return { ...rest, prefixItems: items, ...(additionalItems !== undefined && { items: additionalItems }) };
}
