import type { JsonObject, JsonValue } from '@pegboard/core';
import { below, isObject, type Report } from '../lib/shape.ts';

/** Not allowed at the root of a parameter schema. */
const rootKeywords = ['oneOf', 'anyOf', 'allOf', 'enum', 'const', 'not'];
/** Outside the subset of strict schemas. */
const strictRefused = [
  'oneOf',
  'allOf',
  'not',
  'if',
  'then',
  'else',
  'dependentRequired',
  'dependentSchemas',
  'patternProperties',
  'propertyNames',
  'minProperties',
  'maxProperties',
  'unevaluatedProperties',
  'unevaluatedItems',
  'contains',
  'minContains',
  'maxContains',
  'uniqueItems',
];
const strictFormats = ['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uuid'];
const maxProperties = 5000;
const maxDepth = 10;
const maxEnum = 1000;

/** A schema as any tool may have it. */
export function validateSchema(value: JsonValue | undefined, report: Report): void {
  if (!isObject(value)) return report('must be an object');
  if (value.type !== 'object') report('must have type object');
  for (const keyword of rootKeywords)
    if (Object.hasOwn(value, keyword)) report(`must not have ${keyword} at its root`);
  walk(value, report, 0, ({ type, items, prefixItems }, at) => {
    if (type === 'array' && items === undefined && prefixItems === undefined) at('is an array without items');
  });
}

/** A schema that the host compiles into a grammar. */
export function validateStrict(root: JsonObject, report: Report): void {
  let properties = 0;
  let values = 0;
  walk(root, report, 0, (node, at, depth) => {
    for (const keyword of strictRefused)
      if (Object.hasOwn(node, keyword)) at('is not taken in a strict schema', `.${keyword}`);
    if (typeof node.format === 'string' && !strictFormats.includes(node.format))
      at(`must be one of ${strictFormats.join(', ')} in a strict schema`, '.format');
    if (isClosable(node)) checkClosed(node, at);
    properties += isObject(node.properties) ? Object.keys(node.properties).length : 0;
    values += Array.isArray(node.enum) ? node.enum.length : 0;
    if (depth > maxDepth) at(`lies deeper than ${maxDepth} levels in a strict schema`);
  });
  if (properties > maxProperties) report(`must have at most ${maxProperties} properties in a strict schema`);
  if (values > maxEnum) report(`must have at most ${maxEnum} values of enum in a strict schema`);
}

function isClosable({ type }: JsonObject): boolean {
  return type === 'object' || (Array.isArray(type) && type.includes('object'));
}

function checkClosed(node: JsonObject, report: Report): void {
  if (node.additionalProperties !== false)
    report('must be false in a strict schema', '.additionalProperties');
  const required = Array.isArray(node.required) ? (node.required as readonly JsonValue[]) : [];
  for (const name of Object.keys(isObject(node.properties) ? node.properties : {}))
    if (!required.includes(name)) report(`must hold ${name} in a strict schema`, '.required');
}

type Visit = (node: JsonObject, report: Report, depth: number) => void;

/** Calls `visit` for the schema and every schema in it; `depth` counts objects and arrays. */
function walk(node: JsonValue | undefined, report: Report, depth: number, visit: Visit): void {
  if (!isObject(node)) return;
  visit(node, report, depth);
  const inner = node.type === 'object' || node.type === 'array' ? depth + 1 : depth;
  for (const keyword of ['items', 'additionalProperties', 'not', 'contains'])
    walk(node[keyword], below(report, `.${keyword}`), inner, visit);
  for (const keyword of ['anyOf', 'oneOf', 'allOf', 'prefixItems']) {
    const list = node[keyword];
    if (!Array.isArray(list)) continue;
    for (const [index, item] of (list as readonly JsonValue[]).entries())
      walk(item, below(report, `.${keyword}[${index}]`), inner, visit);
  }
  for (const keyword of ['properties', '$defs', 'definitions']) {
    const map = node[keyword];
    if (!isObject(map)) continue;
    for (const [name, item] of Object.entries(map))
      walk(item, below(report, `.${keyword}.${name}`), keyword === 'properties' ? inner : 0, visit);
  }
}
