import type { SchemaDialect } from '../contracts/schema-dialect.ts';

// Dialects for the tests of the compiler. The tables that are used stand in the packages of the providers.

const words = (text: string): string[] => text.split(' ');

/** https://platform.openai.com/docs/guides/structured-outputs; `$ref` beside others is an error of that API. */
export const openaiStrict: SchemaDialect = {
  name: 'openai.strict',
  keywords: words(
    'type properties required additionalProperties items enum const anyOf description title $ref $defs $schema ' +
      'pattern format minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems',
  ),
  formats: words('date-time time date duration email hostname ipv4 ipv6 uuid'),
  objectRoot: true,
  notAtRoot: words('anyOf oneOf allOf enum const not'),
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

/** Errors that the API answers for parameters of functions that are not strict. */
export const openaiLoose: SchemaDialect = {
  name: 'openai.loose',
  keywords: 'all',
  objectRoot: true,
  notAtRoot: words('oneOf anyOf allOf enum const not'),
  itemsNeeded: true,
};

/** Errors that the API answers for `input_schema`. */
export const anthropicLoose: SchemaDialect = {
  name: 'anthropic.loose',
  keywords: 'all',
  objectRoot: true,
  notAtRoot: words('oneOf anyOf allOf'),
  propertyNames: '^[a-zA-Z0-9_.-]{1,64}$',
};

/** The guide of structured outputs: closed, no recursion, no bounds. */
export const anthropicStrict: SchemaDialect = {
  ...anthropicLoose,
  name: 'anthropic.strict',
  keywords: words(
    'type properties required additionalProperties items enum const anyOf description title $ref $defs format minItems',
  ),
  formats: words('date-time time date duration email hostname uri ipv4 ipv6 uuid'),
  recursion: 'impossible',
  noBooleanSchemas: true,
  noUntyped: true,
  closedObjects: true,
  highestMinItems: 1,
  lost: 'describe',
  limits: { optionalProperties: 24, unions: 16 },
};

/** `parametersJsonSchema`: the documented subset. */
export const gemini: SchemaDialect = {
  name: 'gemini.json',
  keywords: words(
    '$id $defs $ref $anchor type format title description enum items prefixItems minItems maxItems minimum maximum ' +
      'anyOf properties additionalProperties required propertyOrdering',
  ),
  objectRoot: true,
  lonelyRefs: true,
  recursion: 'optional',
  noBooleanSchemas: true,
  enumTypes: ['string', 'number'],
  lost: 'describe',
};

/** The fields of the structs that the server decodes into. */
export const ollama: SchemaDialect = {
  name: 'ollama.tools',
  keywords: words('type description enum items properties anyOf required'),
  objectRoot: true,
  refs: 'inline',
  noBooleanSchemas: true,
  lost: 'describe',
};

/** The schema of OpenAPI 3.0, as the oldest hosts take it. */
export const openapi: SchemaDialect = {
  name: 'openapi',
  keywords: words(
    'type format title description nullable enum items minItems maxItems minimum maximum properties required anyOf minLength maxLength pattern',
  ),
  objectRoot: true,
  notAtRoot: words('anyOf enum'),
  refs: 'inline',
  noBooleanSchemas: true,
  typeLists: 'nullable',
  itemsNeeded: true,
  enumTypes: ['string'],
};

/** Nothing but types, to try what the others leave untried. */
export const narrow: SchemaDialect = {
  name: 'narrow',
  keywords: words('type properties required additionalProperties items anyOf $ref $defs description'),
  objectRoot: true,
  notAtRoot: words('anyOf'),
  recursion: 'cut',
  noBooleanSchemas: true,
  typeLists: 'anyOf',
  itemsNeeded: true,
  propertyNames: '^\\w+$',
};

/** Everything but `allOf`, so that what applies together is merged. */
export const merging: SchemaDialect = {
  name: 'merging',
  keywords: words(
    'type title description enum const properties required additionalProperties patternProperties propertyNames ' +
      'minProperties maxProperties items prefixItems contains minContains maxContains minItems maxItems uniqueItems anyOf oneOf not ' +
      'if then else dependentRequired minimum maximum exclusiveMinimum multipleOf minLength maxLength pattern format $ref $defs',
  ),
};

export const dialects: readonly SchemaDialect[] = [
  openaiStrict,
  openaiLoose,
  anthropicLoose,
  anthropicStrict,
  gemini,
  ollama,
  openapi,
  narrow,
  merging,
];
