import { isJsonObject, type JsonValue } from '@pegboard/core/provider';

/** Keys whose values are the caller's own, to the letter. */
const verbatim = new Set(['headers']);

/** Options in our spelling as the wire has them: `contextSize` becomes `context_size`, also further down. What is undefined is left out. */
export function toSnakeCase(options: {
  readonly [key: string]: JsonValue | undefined;
}): Record<string, JsonValue> {
  const entries = Object.entries(options).flatMap(([key, value]): [string, JsonValue][] =>
    value === undefined ? [] : [[renameKey(key), verbatim.has(key) ? value : toSnakeValue(value)]],
  );
  return Object.fromEntries(entries);
}

function renameKey(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function toSnakeValue(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(toSnakeValue);
  return isJsonObject(value) ? toSnakeCase(value) : value;
}
