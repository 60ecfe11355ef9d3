import type { JsonValue } from '../contracts/json.ts';
import { isJsonObject } from './json.ts';

/** JSON text that is the same whatever the order of keys; what JSON leaves out is left out. */
export function canonicalJson(value: unknown): string {
  const bare: unknown = JSON.parse(JSON.stringify(value));
  return JSON.stringify(sortKeys(bare as JsonValue));
}

/** The same value, each object's keys in one order. */
function sortKeys(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => sortKeys(item));
  if (!isJsonObject(value)) return value;
  const keys = Object.keys(value).toSorted();
  return Object.fromEntries(keys.map((key) => [key, sortKeys(value[key] ?? null)]));
}
