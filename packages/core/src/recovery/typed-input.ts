import type { JsonObject, JsonValue } from '../contracts/json.ts';
import type { JsonSchema } from '../contracts/standard-schema.ts';
import { childNode, nodesHere } from '../schema/schema-node.ts';
import { isJsonObject } from '../lib/json.ts';

/**
 * Arguments of a dialect in which every value is bare text. The schema says what a text stands for: a string where only strings are
 * allowed, else the JSON value that it spells, else a string. Whether it fits is judged later.
 */
export function typedInput(
  values: readonly (readonly [name: string, value: string])[],
  schema: JsonSchema,
): JsonObject {
  const properties = childNode(schema, 'properties');
  const entries = values.map(([name, text]): [string, JsonValue] => {
    const node = properties && Object.hasOwn(properties, name) ? properties[name] : undefined;
    return [name, typedValue(text, isJsonObject(node) ? node : undefined, schema)];
  });
  // A name that came twice is kept out of the object by its second value; duplicates are refused before, by the dialect's reader.
  return Object.fromEntries(entries);
}

function typedValue(text: string, node: JsonSchema | undefined, root: JsonSchema): JsonValue {
  if (node && onlyStrings(node, root)) return text;
  const trimmed = text.trim();
  const literal = pythonLiterals.get(trimmed);
  if (literal !== undefined) return literal;
  // Digits that a number cannot hold stay text, for the schema to judge.
  if (/^-?\d{16,}$/.test(trimmed)) return trimmed;
  try {
    return JSON.parse(trimmed) as JsonValue;
  } catch {
    return text;
  }
}

const pythonLiterals = new Map<string, JsonValue>([
  ['True', true],
  ['False', false],
  ['None', null],
]);

function onlyStrings(node: JsonSchema, root: JsonSchema): boolean {
  const types = nodesHere(node, root).flatMap((here) => here['type'] ?? []);
  if (types.length > 0) return types.every((type) => type === 'string');
  const values = node['enum'];
  return Array.isArray(values) && values.every((value) => typeof value === 'string');
}
