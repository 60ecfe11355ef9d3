import type { JsonObject } from '@pegboard/core';
import { googleGenerateContentWire } from '@pegboard/testing';
import { describe, expect, it } from 'vitest';

const user = { role: 'user', parts: [{ text: 'Hi' }] };
const tool = { functionDeclarations: [{ name: 'f', description: 'F' }] };
const png = { inlineData: { mimeType: 'image/png', data: 'AA==' } };

const body = (change: JsonObject): JsonObject => ({ contents: [user], ...change });
const config = (generationConfig: JsonObject): JsonObject => body({ generationConfig });
const declare = (change: JsonObject): JsonObject =>
  body({ tools: [{ functionDeclarations: [{ name: 'f', ...change }] }] });
const schema = (parameters: JsonObject): JsonObject => declare({ parameters });
const jsonSchema = (change: JsonObject): JsonObject =>
  declare({ parametersJsonSchema: { type: 'object', ...change } });
const choice = (functionCallingConfig: JsonObject, tools: readonly JsonObject[] = [tool]): JsonObject =>
  body({ ...(tools.length > 0 && { tools }), toolConfig: { functionCallingConfig } });

const path = (model: string, method = 'generateContent'): string => `/v1beta/models/${model}:${method}`;

const right: readonly (readonly [string, JsonObject, string?])[] = [
  ['a forced function', choice({ mode: 'ANY', allowedFunctionNames: ['f'] })],
  [
    'words outside of the documented part of JSON Schema',
    jsonSchema({ properties: { a: { type: ['string', 'null'], pattern: 'x' } }, $schema: 'x' }),
  ],
  [
    'recursion in an optional property',
    jsonSchema({
      $defs: { n: { type: 'object', properties: { next: { $ref: '#/$defs/n' } } } },
      properties: { a: { $ref: '#/$defs/n' } },
      required: ['a'],
    }),
  ],
  [
    'structured output',
    config({ responseMimeType: 'application/json', responseJsonSchema: { type: 'array' } }),
  ],
  ['functions beside tools of the host', body({ tools: [tool, { googleSearch: {} }] })],
  ['a stream of events', body({}), `${path('m', 'streamGenerateContent')}?alt=sse`],
];

const wrong: readonly (readonly [string, JsonObject, RegExp, string?])[] = [
  ['instructions as text', body({ systemInstruction: 'x' }), /^systemInstruction: must be an object$/],
  [
    'instructions with an image',
    body({ systemInstruction: { parts: [{ text: 'x' }, png] } }),
    /^systemInstruction\.parts\[1\]\.text: is missing\n.*inlineData: is not a known key$/,
  ],
  [
    'empty instructions',
    body({ systemInstruction: { parts: [{ text: '' }] } }),
    /^systemInstruction: must not be empty$/,
  ],
  ['no tools in the list', body({ tools: [] }), /^tools: must not be empty$/],
  [
    'no functions in the list',
    body({ tools: [{ functionDeclarations: [] }] }),
    /functionDeclarations: must not be empty$/,
  ],
  ['an empty tool', body({ tools: [{}] }), /^tools\[0\]: must not be empty$/],
  ['an unknown tool', body({ tools: [{ webSearch: {} }] }), /^tools\[0\]\.webSearch: is not a known key$/],
  ['a tool name twice', body({ tools: [tool, tool] }), /^tools: repeats the name f$/],
  ['a bad tool name', declare({ name: '1st' }), /functionDeclarations\[0\]\.name: must be 1 to 128/],
  ['a long tool name', declare({ name: 'x'.repeat(129) }), /name: must be 1 to 128/],
  ['strict, which is unknown here', declare({ strict: true }), /strict: is not a known key$/],
  [
    'too many functions',
    body({ tools: [{ functionDeclarations: Array.from({ length: 513 }, (_, at) => ({ name: `f${at}` })) }] }),
    /^tools: must hold at most 512 functions$/,
  ],
  [
    'both kinds of parameters',
    declare({ parameters: { type: 'OBJECT' }, parametersJsonSchema: { type: 'object' } }),
    /parameters: must not come with parametersJsonSchema$/,
  ],
  [
    'functions beside tools of the host, for an older model',
    body({ tools: [tool, { googleSearch: {} }] }),
    /^tools: must not mix/,
    path('gemini-2.5-flash'),
  ],
  [
    'a schema with a word that Schema lacks',
    schema({ type: 'object', additionalProperties: false }),
    /parameters\.additionalProperties: is not a known key$/,
  ],
  [
    'a list of types in Schema',
    schema({ type: 'object', properties: { a: { type: ['string', 'null'] } } }),
    /parameters\.properties\.a\.type: is no known type$/,
  ],
  [
    'a format that Schema lacks',
    schema({ type: 'OBJECT', properties: { a: { type: 'STRING', format: 'email' } } }),
    /properties\.a\.format: must be one of enum, date-time$/,
  ],
  [
    'an array of Schema without items',
    schema({ type: 'OBJECT', properties: { a: { type: 'ARRAY' } } }),
    /properties\.a\.items: is missing$/,
  ],
  [
    'a required name that is no property',
    schema({ type: 'OBJECT', properties: {}, required: ['a'] }),
    /required: names "a", which is no property$/,
  ],
  [
    'numbers in an enum of Schema',
    schema({ type: 'OBJECT', properties: { a: { type: 'INTEGER', enum: [1] } } }),
    /a\.enum\[0\]: must be a text/,
  ],
  [
    'parameters that are no object',
    declare({ parametersJsonSchema: { type: 'string' } }),
    /must have type object at its root$/,
  ],
  [
    'an unknown type',
    jsonSchema({ properties: { a: { type: 'text' } } }),
    /properties\.a\.type: is no known type$/,
  ],
  [
    'words beside $ref',
    jsonSchema({
      $defs: { n: { type: 'string' } },
      properties: { a: { $ref: '#/$defs/n', description: 'x' } },
    }),
    /properties\.a\.description: must not stand beside \$ref$/,
  ],
  [
    'a reference to nothing',
    jsonSchema({ properties: { a: { $ref: '#/$defs/n' } } }),
    /properties\.a\.\$ref: does not resolve$/,
  ],
  [
    'recursion in a required property',
    jsonSchema({
      $defs: { n: { type: 'object', properties: { next: { $ref: '#/$defs/n' } }, required: ['next'] } },
      properties: { a: { $ref: '#/$defs/n' } },
      required: ['a'],
    }),
    /parametersJsonSchema: refers to itself outside of optional properties$/,
  ],
  [
    'a choice without tools',
    choice({ mode: 'ANY' }, []),
    /functionCallingConfig: is only allowed with function declarations$/,
  ],
  [
    'a choice with tools of the host only',
    choice({ mode: 'AUTO' }, [{ googleSearch: {} }]),
    /is only allowed with function declarations$/,
  ],
  [
    'a choice of an unknown function',
    choice({ mode: 'ANY', allowedFunctionNames: ['g'] }),
    /names "g", which is not in tools$/,
  ],
  [
    'allowed functions in the mode AUTO',
    choice({ mode: 'AUTO', allowedFunctionNames: ['f'] }),
    /is only allowed with mode ANY or VALIDATED$/,
  ],
  ['an unknown mode', choice({ mode: 'any' }), /mode: must be one of/],
  ['an unknown setting', config({ maxTokens: 1 }), /^generationConfig\.maxTokens: is not a known key$/],
  ['a temperature out of range', config({ temperature: 2.5 }), /temperature: must be a number from 0 to 2$/],
  ['no stop texts in the list', config({ stopSequences: [] }), /stopSequences: must not be empty$/],
  [
    'six stop texts',
    config({ stopSequences: ['a', 'b', 'c', 'd', 'e', 'f'] }),
    /stopSequences: must hold at most 5$/,
  ],
  ['a limit of 0', config({ maxOutputTokens: 0 }), /maxOutputTokens: must be a whole number of at least 1$/],
  ['a seed of 64 bits', config({ seed: 2 ** 40 }), /seed: must be a whole number from/],
  [
    'both kinds of thinking',
    config({ thinkingConfig: { thinkingBudget: 0, thinkingLevel: 'LOW' } }),
    /thinkingBudget: must not come with thinkingLevel$/,
  ],
  [
    'an unknown level of thinking',
    config({ thinkingConfig: { thinkingLevel: 'max' } }),
    /thinkingLevel: must be one of/,
  ],
  [
    'a schema without the media type',
    config({ responseJsonSchema: { type: 'object' } }),
    /responseJsonSchema: needs responseMimeType application\/json$/,
  ],
  [
    'two schemas of the answer',
    config({
      responseMimeType: 'application/json',
      responseJsonSchema: { type: 'object' },
      responseSchema: { type: 'OBJECT' },
    }),
    /responseSchema: must not come with responseJsonSchema$/,
  ],
  [
    'an unknown threshold',
    body({ safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'NEVER' }] }),
    /safetySettings\[0\]\.threshold: must be one of/,
  ],
  ['a stream that is no event stream', body({}), /^alt: must be sse/, path('m', 'streamGenerateContent')],
];

describe('the strict generateContent host, tools and settings', () => {
  it.each(right.map(([name, ...rest]) => ({ name, rest })))('takes $name', ({ rest: [request, url] }) => {
    expect(googleGenerateContentWire.violations(request, url)).toEqual([]);
  });

  it.each(wrong.map(([name, ...rest]) => ({ name, rest })))(
    'refuses $name, and nothing else in it',
    ({ rest: [request, problem, url] }) => {
      const found = googleGenerateContentWire.violations(request, url);
      expect(found.join('\n')).toMatch(problem);
      expect(found).toHaveLength(problem.source.split(String.raw`\n`).length);
    },
  );
});
