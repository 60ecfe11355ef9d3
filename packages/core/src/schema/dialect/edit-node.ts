import type { JsonObject, JsonValue } from '../../contracts/json.ts';

/** The node with other members: undefined removes one, new ones come last. The same node if nothing changes. */
export function editNode(
  node: JsonObject,
  edits: { readonly [keyword: string]: JsonValue | undefined },
): JsonObject {
  const changed = Object.keys(edits).filter((key) => ownValue(node, key) !== edits[key]);
  if (changed.length === 0) return node;
  const kept = Object.entries(node).map(([key, value]) => [key, changed.includes(key) ? edits[key] : value]);
  const added = changed.filter((key) => !Object.hasOwn(node, key)).map((key) => [key, edits[key]]);
  return Object.fromEntries([...kept, ...added].filter(([, value]) => value !== undefined)) as JsonObject; // keys are strings, values JSON
}

/** The values of a map or list of schemas, each written anew; the same object if all stay the same. */
export function mapMembers(map: JsonObject, write: (value: JsonValue, key: string) => JsonValue): JsonObject {
  let same = true;
  const entries = Object.entries(map).map(([key, value = null]) => {
    const made = write(value, key);
    same &&= made === value;
    return [key, made] as const;
  });
  return same ? map : Object.fromEntries(entries);
}

export function mapItems(
  list: readonly JsonValue[],
  write: (value: JsonValue, index: number) => JsonValue,
): readonly JsonValue[] {
  const made = list.map(write);
  return made.every((value, index) => value === list[index]) ? list : made;
}

/** Prototype names are ordinary names. */
export function ownValue(node: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(node, key) ? node[key] : undefined;
}

export function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

/** The types that a node names, whether it names one or a list. */
export function typesOf(node: JsonObject): readonly JsonValue[] {
  return typeof node['type'] === 'string' ? [node['type']] : listOf(node['type']);
}

/** The texts of a list, such as the names in `required`. */
export function textsOf(value: JsonValue | undefined): readonly string[] {
  return listOf(value).filter((each) => typeof each === 'string');
}

/** A text as it is, anything else as JSON. */
export function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function sameJson(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
