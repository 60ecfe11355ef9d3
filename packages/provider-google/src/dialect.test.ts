import { googleGenerateContentWire } from '@pegboard/testing';
import { describe, expect, it } from 'vitest';
import { createGoogleCodec } from './codec.ts';
import { request } from './loopback.test-util.ts';

const codec = createGoogleCodec({ provider: 'google', cloud: false, modelInfo: () => undefined });

const node = { type: 'object', properties: { next: { $ref: '#/$defs/node' } }, required: ['next'] };

/** Valid JSON Schema that the API would refuse as it is. */
const schemas: [string, object][] = [
  ['nothing at all', {}],
  ['a choice at the root', { anyOf: [{ type: 'object', properties: { a: {} } }, { type: 'object' }] }],
  ['oneOf at the root', { oneOf: [{ type: 'object', properties: { a: { type: 'string' } } }] }],
  ['allOf at the root', { allOf: [{ properties: { a: { type: 'string' } } }, { required: ['a'] }] }],
  ['a reference at the root', { $ref: '#/$defs/x', $defs: { x: { type: 'object', properties: {} } } }],
  [
    'old definitions',
    { type: 'object', properties: { a: { $ref: '#/definitions/x' } }, definitions: { x: {} } },
  ],
  [
    'words beside a reference',
    { type: 'object', properties: { a: { $ref: '#/$defs/x', title: 'T' } }, $defs: { x: {} } },
  ],
  [
    'endless recursion',
    { type: 'object', properties: { node: { $ref: '#/$defs/node' } }, required: ['node'], $defs: { node } },
  ],
  ['recursion in a list', { type: 'object', properties: { a: { type: 'array', items: { $ref: '#' } } } }],
  ['schemas that are true or false', { type: 'object', properties: { a: true, b: false } }],
  ['a constant', { type: 'object', properties: { a: { const: null }, b: { const: { x: 1 } } } }],
  ['mixed values', { type: 'object', properties: { a: { enum: [1, 'x', null, true] } } }],
  ['a tuple', { type: 'object', properties: { a: { type: 'array', prefixItems: [{}], items: false } } }],
  ['an old tuple', { type: 'object', properties: { a: { type: 'array', items: [{ type: 'string' }] } } }],
  [
    'patterns and bounds',
    { type: 'object', properties: { a: { pattern: '(', minLength: 1, exclusiveMinimum: 0 } } },
  ],
  ['patternProperties', { type: 'object', patternProperties: { '^x': { type: 'string' } } }],
  [
    'conditions',
    { type: 'object', if: { required: ['a'] }, else: { required: ['b'] }, dependentRequired: { a: ['b'] } },
  ],
  [
    'names of prototypes',
    { type: 'object', properties: JSON.parse('{"__proto__":{"type":"string"},"constructor":{}}') },
  ],
  ['a list of types', { type: ['object', 'null'], properties: { a: { type: ['string', 'null'] } } }],
  ['a reference that leads nowhere', { type: 'object', properties: { a: { $ref: 'https://x.example/y' } } }],
  ['no object', { type: 'string' }],
];

describe('a schema with', () => {
  it.each(schemas)(
    '%s makes no request that the host refuses, as input of a tool and as output',
    (_, schema) => {
      const tools = [{ name: 'f', description: '', inputSchema: schema as never }];
      for (const change of [{ tools }, { output: { name: 'o', schema: schema as never } }]) {
        const { path, body } = codec.render(request(change));
        expect(googleGenerateContentWire.violations(JSON.parse(body) as never, `/v1beta${path}`)).toEqual([]);
      }
    },
  );
});
