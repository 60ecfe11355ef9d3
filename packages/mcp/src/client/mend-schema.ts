import type { JsonSchema, JsonValue } from '@pegboard/core';

/**
 * A schema that would be refused, with what servers get wrong put right: a missing type of the root, and defaults, which need not fit and
 * of which the model loses little.
 */
export function mendSchema(schema: JsonSchema): JsonSchema {
  const { type = 'object', ...rest } = withoutDefaults(schema, false) as JsonSchema;
  return { type, ...rest };
}

/** Under `properties` a `default` is a parameter of that name. */
function withoutDefaults(value: JsonValue | undefined, isTable: boolean): JsonValue | undefined {
  if (Array.isArray(value)) return value.map((item: JsonValue) => withoutDefaults(item, false) ?? null);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, member]) => {
    if (key === 'default' && !isTable) return [];
    const kept = ['enum', 'const', 'examples'].includes(key) && !isTable;
    const table = !isTable && ['properties', '$defs', 'definitions', 'patternProperties'].includes(key);
    return [[key, kept ? member : withoutDefaults(member, table)]];
  });
  return Object.fromEntries(entries);
}
