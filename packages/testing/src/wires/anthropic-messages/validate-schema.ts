import type { JsonObject, JsonValue } from '@pegboard/core';
import { asText, below, isObject, type Report } from '../lib/shape.ts';

const types = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'];
/** Not allowed at the root of an input schema. */
const rootKeywords = ['oneOf', 'anyOf', 'allOf'];
const propertyName = /^[a-zA-Z0-9_.-]{1,64}$/;
const listsOfSchemas = ['anyOf', 'oneOf', 'allOf', 'prefixItems'];
const mapsOfSchemas = ['properties', '$defs', 'definitions', 'patternProperties', 'dependentSchemas'];
const schemas = [
  'items',
  'additionalProperties',
  'not',
  'contains',
  'propertyNames',
  'if',
  'then',
  'else',
  'unevaluatedItems',
  'unevaluatedProperties',
];
/** What the compiler of strict schemas does not take. */
const strictRefused = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'maxItems',
  'uniqueItems',
  'contains',
  'minContains',
  'maxContains',
  'minProperties',
  'maxProperties',
  'patternProperties',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
  'dependentSchemas',
  'dependentRequired',
  'prefixItems',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
];
const strictFormats = [
  'date-time',
  'time',
  'date',
  'duration',
  'email',
  'hostname',
  'uri',
  'ipv4',
  'ipv6',
  'uuid',
];

/** An input schema: an object at its root, and valid by draft 2020-12 as far as its keywords are read here. */
export function validateSchema(value: JsonValue | undefined, report: Report): void {
  if (!isObject(value)) return report('must be an object');
  if (value.type !== 'object') report('must have type object');
  for (const keyword of rootKeywords)
    if (Object.hasOwn(value, keyword)) report(`must not have ${keyword} at its root`);
  if (isObject(value.properties)) {
    for (const name of Object.keys(value.properties))
      if (!propertyName.test(name)) report(`must not be the name ${JSON.stringify(name)}`, '.properties');
  }
  walk(value, report, (node, at) => checkKeywords(node, at, value));
}

/** A schema that the host compiles into a grammar: tools with strict, and structured answers. */
export function validateStrict(root: JsonObject, report: Report): void {
  walk(root, report, (node, at) => {
    for (const keyword of strictRefused)
      if (Object.hasOwn(node, keyword)) at('is not taken in a strict schema', `.${keyword}`);
    if (hasType(node, 'object') && node.additionalProperties !== false)
      at('must be false in a strict schema', '.additionalProperties');
    if (node.minItems !== undefined && node.minItems !== 0 && node.minItems !== 1)
      at('must be 0 or 1 in a strict schema', '.minItems');
    if (typeof node.format === 'string' && !strictFormats.includes(node.format))
      at(`must be one of ${strictFormats.join(', ')} in a strict schema`, '.format');
  });
  if (isRecursive(root)) report('must not refer to itself in a strict schema');
}

export function countStrict(root: JsonValue): { optional: number; unions: number } {
  const counts = { optional: 0, unions: 0 };
  walk(
    root,
    () => {},
    (node) => {
      const required = Array.isArray(node.required) ? (node.required as readonly JsonValue[]) : [];
      if (isObject(node.properties))
        counts.optional += Object.keys(node.properties).filter((name) => !required.includes(name)).length;
      if (node.anyOf !== undefined || Array.isArray(node.type)) counts.unions++;
    },
  );
  return counts;
}

function checkKeywords(node: JsonObject, report: Report, root: JsonObject): void {
  const { type, required, properties, items, $ref: reference } = node;
  const named = Array.isArray(type) ? (type as readonly JsonValue[]) : [type];
  if (type !== undefined && (named.length === 0 || !named.every((name) => types.includes(asText(name)))))
    report('is no type of JSON Schema', '.type');
  if (
    required !== undefined &&
    !(Array.isArray(required) && required.every((name) => typeof name === 'string'))
  )
    report('must be a list of names', '.required');
  if (properties !== undefined && !isObject(properties)) report('must be an object', '.properties');
  if (node.enum !== undefined && !Array.isArray(node.enum)) report('must be a list', '.enum');
  if (Array.isArray(items)) report('must be one schema since draft 2020-12', '.items');
  for (const keyword of ['exclusiveMinimum', 'exclusiveMaximum'])
    if (typeof node[keyword] === 'boolean') report('must be a number since draft 2020-12', `.${keyword}`);
  if (typeof reference === 'string' && reference.startsWith('#') && resolve(root, reference) === undefined)
    report(`points to ${reference}, where nothing is`, '.$ref');
}

/** Calls `visit` for the schema and every schema in it. */
function walk(
  node: JsonValue | undefined,
  report: Report,
  visit: (node: JsonObject, report: Report) => void,
): void {
  if (!isObject(node)) return;
  visit(node, report);
  for (const keyword of schemas) walk(node[keyword], below(report, `.${keyword}`), visit);
  for (const keyword of listsOfSchemas) {
    const list = node[keyword];
    if (!Array.isArray(list)) continue;
    for (const [index, inner] of (list as readonly JsonValue[]).entries())
      walk(inner, below(report, `.${keyword}[${index}]`), visit);
  }
  for (const keyword of mapsOfSchemas) {
    const map = node[keyword];
    if (!isObject(map)) continue;
    for (const [name, inner] of Object.entries(map)) walk(inner, below(report, `.${keyword}.${name}`), visit);
  }
}

function hasType({ type }: JsonObject, name: string): boolean {
  return type === name || (Array.isArray(type) && type.includes(name));
}

function isRecursive(root: JsonObject): boolean {
  const reaches = (node: JsonValue | undefined, path: readonly string[]): boolean => {
    let found = false;
    walk(
      node,
      () => {},
      ({ $ref: reference }) => {
        if (typeof reference !== 'string' || found) return;
        found = path.includes(reference) || reaches(resolve(root, reference), [...path, reference]);
      },
    );
    return found;
  };
  const { $defs: _, definitions: __, ...rest } = root;
  return reaches(rest, ['#']);
}

function resolve(root: JsonObject, reference: string): JsonValue | undefined {
  const steps = decodeURIComponent(reference.slice(1)).split('/').slice(1);
  let node: JsonValue | undefined = root;
  for (const step of steps) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    const inner: unknown =
      typeof node === 'object' && node !== null && Object.hasOwn(node, key)
        ? Reflect.get(node, key)
        : undefined;
    // What lies inside JSON is JSON.
    node = inner as JsonValue | undefined;
  }
  return node;
}
