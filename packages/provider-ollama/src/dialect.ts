import { compileForDialect, type JsonSchema, type SchemaDialect } from '@pegboard/core/provider';

const words = (text: string): readonly string[] => text.split(' ');

/**
 * What reaches the prompt of a tool's parameters: the server decodes them into fixed structs and loses all else. Source: ToolFunction in
 * api/types.go of github.com/ollama/ollama, and type Tool of the npm package ollama 0.6.4.
 */
export const inputDialect: SchemaDialect = {
  name: 'ollama.input',
  keywords: words('type description enum items properties anyOf required'),
  objectRoot: true,
  notAtRoot: ['anyOf', 'enum'],
  refs: 'inline',
  recursion: 'cut',
  noBooleanSchemas: true,
  lost: 'describe',
};

/**
 * What `format` takes. The server makes a grammar of it by llama.cpp's json-schema-to-grammar, which fails on expressions that are not
 * anchored and on large bounds of lengths: those are left to the check of the answer.
 */
const outputDialect: SchemaDialect = {
  name: 'ollama.format',
  keywords: words(
    'type title description enum const properties required additionalProperties items anyOf $ref $defs',
  ),
  noBooleanSchemas: true,
  lonelyRefs: true,
  lost: 'describe',
};

export function toolSchema(schema: JsonSchema): JsonSchema {
  return compileForDialect(schema, inputDialect).schema;
}

export function outputSchema(schema: JsonSchema): JsonSchema {
  return compileForDialect(schema, outputDialect).schema;
}
