import { compileForDialect, type JsonSchema, type SchemaDialect } from '@pegboard/core/provider';

const keywords = (
  '$id $defs $ref $anchor type format title description enum items prefixItems minItems maxItems minimum maximum ' +
  'anyOf oneOf properties additionalProperties required propertyOrdering'
).split(' ');

/**
 * The part of JSON Schema that `parametersJsonSchema` and `responseJsonSchema` take. Source: comment of `responseJsonSchema` in the type
 * files of the npm package @google/genai 3.1.0; formats: https://ai.google.dev/gemini-api/docs/structured-output, read 2026-11-20.
 */
export const googleDialect: SchemaDialect = {
  name: 'google.json-schema',
  keywords,
  formats: ['date-time', 'date', 'time'],
  lonelyRefs: true,
  recursion: 'optional',
  noBooleanSchemas: true,
  enumTypes: ['string', 'number'],
  lost: 'describe',
};

/** Parameters of a function are an object. */
const parameters: SchemaDialect = { ...googleDialect, name: 'google.parameters', objectRoot: true };

/** The schema of a tool's input as the API takes it. */
export function toolSchema(schema: JsonSchema): JsonSchema {
  return compileForDialect(schema, parameters).schema;
}

/** The schema of an answer as the API takes it. */
export function outputSchema(schema: JsonSchema): JsonSchema {
  return compileForDialect(schema, googleDialect).schema;
}
