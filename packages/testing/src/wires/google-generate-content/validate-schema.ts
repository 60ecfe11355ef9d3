import type { JsonObject, JsonValue } from '@pegboard/core';
import {
  anything,
  anyText,
  below,
  flag,
  isObject,
  listOf,
  mapOf,
  number,
  type Report,
  type Rule,
  shape,
  text,
} from '../lib/shape.ts';

const anyNumber = number(-Number.MAX_VALUE, Number.MAX_VALUE);
const openApiTypes = ['STRING', 'NUMBER', 'INTEGER', 'BOOLEAN', 'ARRAY', 'OBJECT', 'NULL'];
const openApiFormats: Readonly<Record<string, readonly string[]>> = {
  STRING: ['enum', 'date-time'],
  NUMBER: ['float', 'double'],
  INTEGER: ['int32', 'int64'],
};
/** 64-bit numbers may come as text. */
const count: Rule = (value, report) => {
  if (!/^\d+$/.test(JSON.stringify(value).replaceAll('"', ''))) report('must be a whole number');
};
const nested: Rule = (value, report) => openApiSchema(value, report);
const texts = listOf(text, { min: 1 });

const openApiKeys = shape(
  {},
  {
    anyOf: listOf(nested, { min: 1 }),
    default: anything,
    description: anyText,
    enum: texts,
    example: anything,
    format: text,
    items: nested,
    maxItems: count,
    maxLength: count,
    maxProperties: count,
    maximum: anyNumber,
    minItems: count,
    minLength: count,
    minProperties: count,
    minimum: anyNumber,
    nullable: flag,
    pattern: anyText,
    properties: mapOf(nested),
    propertyOrdering: texts,
    required: texts,
    title: anyText,
    type: (value, report) => {
      if (typeof value !== 'string' || !openApiTypes.includes(value.toUpperCase()))
        report('is no known type');
    },
  },
);

/** The Schema of `parameters` and `responseSchema`: a part of OpenAPI 3.0, in which unknown words are refused. */
export const openApiSchema: Rule = (value, report) => {
  openApiKeys(value, report);
  if (!isObject(value)) return;
  const { format, items, required } = value;
  const type = typeof value.type === 'string' ? value.type.toUpperCase() : '';
  if (type === 'ARRAY' && items === undefined) report('is missing', '.items');
  if (typeof format === 'string' && openApiFormats[type]?.includes(format) === false)
    report(`must be one of ${openApiFormats[type].join(', ')}`, '.format');
  if (Array.isArray(required)) checkRequired(value, required as readonly JsonValue[], report);
};

function checkRequired({ properties }: JsonObject, required: readonly JsonValue[], report: Report): void {
  for (const name of required) {
    if (!isObject(properties) || typeof name !== 'string' || !Object.hasOwn(properties, name))
      report(`names ${JSON.stringify(name)}, which is no property`, '.required');
  }
}

const jsonTypes: readonly JsonValue[] = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'];

/** JSON Schema of `parametersJsonSchema` and `responseJsonSchema`: words outside the documented subset are ignored, not refused. */
export const jsonSchema: Rule = (value, report) => {
  if (!isObject(value)) return report('must be an object');
  checkNode(value, value, report);
  if (isEndless(value, value, [])) report('refers to itself outside of optional properties');
};

function checkNode(node: JsonValue | undefined, root: JsonObject, report: Report): void {
  if (!isObject(node)) return;
  const { $ref: ref, type, enum: values } = node;
  if (ref !== undefined) {
    if (!isObject(target(ref, root))) report('does not resolve', '.$ref');
    for (const key of Object.keys(node))
      if (!key.startsWith('$')) report('must not stand beside $ref', `.${key}`);
  }
  const types = (Array.isArray(type) ? type : [type ?? 'object']) as readonly JsonValue[];
  if (!types.every((name) => jsonTypes.includes(name))) report('is no known type', '.type');
  if (values !== undefined && (!Array.isArray(values) || values.length === 0))
    report('must be a list that is not empty', '.enum');
  for (const [path, inner] of innerSchemas(node)) checkNode(inner, root, below(report, path));
}

function innerSchemas(node: JsonObject): (readonly [string, JsonValue | undefined])[] {
  const maps = ['properties', '$defs'].flatMap((key) =>
    Object.entries(isObject(node[key]) ? node[key] : {}).map(
      ([name, inner]) => [`.${key}.${name}`, inner] as const,
    ),
  );
  const lists = ['anyOf', 'oneOf', 'prefixItems'].flatMap((key) =>
    ((Array.isArray(node[key]) ? node[key] : []) as readonly JsonValue[]).map(
      (inner, index) => [`.${key}[${index}]`, inner] as const,
    ),
  );
  return [...maps, ...lists, ['.items', node.items], ['.additionalProperties', node.additionalProperties]];
}

/** True when a value of this schema can never end: it needs itself. */
function isEndless(node: JsonValue | undefined, root: JsonObject, path: readonly JsonValue[]): boolean {
  if (!isObject(node)) return false;
  if (path.includes(node)) return true;
  const inside = [...path, node];
  if (node.$ref !== undefined) return isEndless(target(node.$ref, root), root, inside);
  const required = (Array.isArray(node.required) ? node.required : []) as readonly JsonValue[];
  const { properties, items } = node;
  const needed = Object.entries(isObject(properties) ? properties : {})
    .filter(([name]) => required.includes(name))
    .map(([, inner]) => inner);
  return [...needed, items].some((inner) => isEndless(inner, root, inside));
}

/** What a reference inside the document points to. */
function target(ref: JsonValue, root: JsonObject): JsonValue | undefined {
  if (typeof ref !== 'string' || !ref.startsWith('#')) return undefined;
  const steps = ref.slice(1).split('/').slice(1);
  return steps.reduce<JsonValue | undefined>((at, step) => {
    const key = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    return isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }, root);
}
