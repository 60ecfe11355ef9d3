import type { SchemaDialect } from '@pegboard/core/provider';

const words = (text: string): readonly string[] => text.split(' ');

/** Combinators and values at the root are answered with 400, strict or not. */
const notAtRoot = words('anyOf oneOf allOf enum const not');

/** Structured outputs and strict functions. Source: https://platform.openai.com/docs/guides/structured-outputs */
export const strictDialect: SchemaDialect = {
  name: 'openai.strict',
  keywords: words(
    'type properties required additionalProperties items enum const anyOf description title $ref $defs $schema ' +
      'pattern format minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems',
  ),
  formats: words('date-time time date duration email hostname ipv4 ipv6 uuid'),
  objectRoot: true,
  notAtRoot,
  lonelyRefs: true,
  noBooleanSchemas: true,
  noUntyped: true,
  closedObjects: true,
  allRequired: true,
  itemsNeeded: true,
  lost: 'describe',
  limits: {
    levels: 10,
    properties: 5000,
    enumValues: 1000,
    characters: 120_000,
    longEnum: { values: 250, characters: 15_000 },
  },
};

/** Parameters of functions that are not strict. Source: the errors that the API answers. */
export const looseDialect: SchemaDialect = {
  name: 'openai.loose',
  keywords: 'all',
  objectRoot: true,
  notAtRoot,
  itemsNeeded: true,
};
