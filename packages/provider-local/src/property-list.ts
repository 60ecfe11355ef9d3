import { isJsonObject, type JsonObject, type JsonSchema, type JsonValue } from '@pegboard/core/provider';

/** One parameter of a tool, with its schema made plain. */
export interface Parameter {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
}

/** The parameters that an object schema declares, the required ones first. */
export function propertyList(schema: JsonSchema): readonly Parameter[] {
  const root = plainNode(schema, schema);
  const properties = memberOf(root, 'properties');
  if (!isJsonObject(properties)) return [];
  const required = Array.isArray(root['required']) ? root['required'] : [];
  const parameters = Object.keys(properties).map((name) => ({
    name,
    schema: plainNode(memberOf(properties, name), schema),
    required: required.includes(name),
  }));
  return [...parameters.filter((one) => one.required), ...parameters.filter((one) => !one.required)];
}

/** A node with local references followed and the first usable alternative taken, so that the rules see one type. */
export function plainNode(node: unknown, root: JsonSchema, depth = 0): JsonSchema {
  if (!isJsonObject(node) || depth > 8) return {};
  if (typeof node['$ref'] === 'string') {
    const { $ref, ...rest } = node;
    return { ...plainNode(target($ref, root), root, depth + 1), ...rest };
  }
  const branches = [node['anyOf'], node['oneOf'], node['allOf']].find(Array.isArray) ?? [];
  const usable = branches
    .map((branch) => plainNode(branch, root, depth + 1))
    .find((branch) => branch['type'] !== 'null');
  const { anyOf: _any, oneOf: _one, allOf: _all, ...rest } = node;
  return withOneType(usable === undefined ? node : { ...usable, ...rest });
}

function withOneType(node: JsonSchema): JsonSchema {
  const { type } = node;
  if (!Array.isArray(type)) return node;
  const first: JsonValue | undefined = type.find((one) => one !== 'null');
  return { ...node, type: first ?? 'null' };
}

function target(ref: string | JsonValue | undefined, root: JsonSchema): unknown {
  if (typeof ref !== 'string' || !ref.startsWith('#')) return undefined;
  const segments = ref.split('/').slice(1);
  return segments.reduce<unknown>(
    (node, segment) => memberOf(node, segment.replaceAll('~1', '/').replaceAll('~0', '~')),
    root,
  );
}

/** An own member of an object; prototype names are ordinary names. */
export function memberOf(container: unknown, key: string): unknown {
  const owned = typeof container === 'object' && container !== null && Object.hasOwn(container, key);
  return owned ? Reflect.get(container, key) : undefined;
}

/** Builds an object of arguments; plain assignment would lose a parameter named `__proto__`. */
export function toObject(entries: Iterable<readonly [string, JsonValue]>): JsonObject {
  return Object.fromEntries(entries);
}
