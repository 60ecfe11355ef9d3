import { isJsonObject, type JsonSchema, type JsonValue } from '@pegboard/core/provider';

/**
 * Whether a schema keeps the rules of strict mode: every object closed, every property required, known keywords and formats only,
 * and the limits of size. Source: https://platform.openai.com/docs/guides/structured-outputs
 */
export function fitsStrict(schema: JsonSchema): boolean {
  const size = { properties: 0, enumValues: 0, characters: 0 };
  if (schema.type !== 'object' || schema.anyOf !== undefined) return false;
  if (!fits(schema, 0, size)) return false;
  return size.properties <= 5000 && size.enumValues <= 1000 && size.characters <= 120_000;
}

interface Size {
  properties: number;
  enumValues: number;
  characters: number;
}

const keywords = new Set(
  (
    'type properties required additionalProperties items enum const anyOf description title $ref $defs $schema ' +
    'pattern format minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems'
  ).split(' '),
);

const formats = new Set([
  'date-time',
  'time',
  'date',
  'duration',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'uuid',
]);

function fits(schema: JsonValue | undefined, depth: number, size: Size): boolean {
  if (!isJsonObject(schema) || depth > 10) return false;
  if (Object.keys(schema).some((key) => !keywords.has(key))) return false;
  if (
    schema.type === undefined &&
    !['$ref', 'anyOf', 'enum', 'const'].some((key) => schema[key] !== undefined)
  )
    return false;
  if (typeof schema.format === 'string' && !formats.has(schema.format)) return false;
  const values = [...list(schema.enum), ...(schema.const === undefined ? [] : [schema.const])];
  size.enumValues += values.length;
  size.characters += JSON.stringify(values).length;
  const types = list(schema.type);
  const isObject = schema.type === 'object' || types.includes('object') || schema.properties !== undefined;
  if (isObject && !fitsObject(schema, depth, size)) return false;
  if ((schema.type === 'array' || types.includes('array')) && !fits(schema.items, depth + 1, size))
    return false;
  const nested = [...list(schema.anyOf), ...(isJsonObject(schema.$defs) ? Object.values(schema.$defs) : [])];
  return nested.every((each) => fits(each, depth + 1, size));
}

function fitsObject(schema: JsonSchema, depth: number, size: Size): boolean {
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const names = Object.keys(properties);
  const required = list(schema.required);
  size.properties += names.length;
  size.characters += names.join('').length;
  if (schema.additionalProperties !== false || !names.every((name) => required.includes(name))) return false;
  return names.every((name) => fits(properties[name], depth + 1, size));
}

function list(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

/** A copy whose objects say that they take no other members than theirs; where a schema speaks of others, it stays. */
export function closeObjects(schema: JsonSchema): JsonSchema {
  const { properties, $defs, items, anyOf, additionalProperties, ...rest } = schema;
  return {
    ...rest,
    ...(isJsonObject(properties) && {
      properties: closeMembers(properties),
      additionalProperties: additionalProperties ?? false,
    }),
    ...(properties === undefined && additionalProperties !== undefined && { additionalProperties }),
    ...(items !== undefined && { items: closeOne(items) }),
    ...(Array.isArray(anyOf) && { anyOf: anyOf.map(closeOne) }),
    ...(isJsonObject($defs) && { $defs: closeMembers($defs) }),
  };
}

function closeMembers(schemas: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, schema && closeOne(schema)]),
  );
}

function closeOne(schema: JsonValue): JsonValue {
  return isJsonObject(schema) ? closeObjects(schema) : schema;
}
