import type { SchemaDialect } from '@pegboard/core/provider';

/** What `input_schema` takes. Source: error texts of the API, checked 2026-11-20: nothing but the root and the names is looked at. */
export const inputDialect: SchemaDialect = {
  name: 'anthropic.input',
  keywords: 'all',
  objectRoot: true,
  notAtRoot: ['oneOf', 'anyOf', 'allOf'],
  propertyNames: '^[a-zA-Z0-9_.-]{1,64}$',
};

/**
 * What `output_config.format` takes. Source: the guide on structured outputs, checked 2026-11-20: closed objects, no recursion, no bounds
 * of numbers and lengths, `minItems` of 0 or 1. It does not say whether a schema may be silent about types: here it may not.
 */
export const outputDialect: SchemaDialect = {
  name: 'anthropic.output',
  keywords: [
    '$defs',
    '$ref',
    'type',
    'title',
    'description',
    'default',
    'enum',
    'const',
    'anyOf',
    'properties',
    'required',
    'additionalProperties',
    'items',
    'minItems',
    'format',
  ],
  formats: ['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'uri', 'ipv4', 'ipv6', 'uuid'],
  objectRoot: true,
  notAtRoot: ['oneOf', 'anyOf', 'allOf'],
  recursion: 'impossible',
  lonelyRefs: true,
  noBooleanSchemas: true,
  noUntyped: true,
  closedObjects: true,
  highestMinItems: 1,
  enumTypes: ['string', 'number', 'boolean', 'null'],
  propertyNames: '^[a-zA-Z0-9_.-]{1,64}$',
  lost: 'describe',
  limits: { optionalProperties: 24, unions: 16 },
};
