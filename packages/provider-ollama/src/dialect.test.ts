import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isJsonObject, type JsonObject, type JsonSchema } from '@pegboard/core/provider';
import { ollamaChatWire } from '@pegboard/testing';
import { describe, expect, it } from 'vitest';
import { outputSchema, toolSchema } from './dialect.ts';

const violations = (parameters: JsonSchema, format: JsonSchema): readonly string[] =>
  ollamaChatWire.violations({
    model: 'm',
    messages: [{ role: 'user', content: 'x' }],
    tools: [{ type: 'function', function: { name: 'f', description: 'F', parameters: { ...parameters } } }],
    format: { ...format },
  });

describe('the schema of a tool', () => {
  it('is the same object where nothing has to change', () => {
    const schema = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] } as const;
    expect(toolSchema(schema)).toBe(schema);
  });

  it('has references in place and constraints in words', () => {
    const node = { type: 'object', properties: { name: { type: 'string', maxLength: 5 } } } as const;
    const schema = {
      type: 'object',
      properties: { one: { $ref: '#/$defs/node' } },
      $defs: { node },
    } as const;
    const text = JSON.stringify(toolSchema(schema));
    expect(text).toMatch(/"name":\{"type":"string","description":"[^"]*5/);
    expect(text).not.toMatch(/\$ref|\$defs|maxLength/);
  });

  it('of alternatives is one object', () => {
    const schema = toolSchema({
      oneOf: [
        { type: 'object', properties: { a: { const: 1 } }, required: ['a'] },
        { type: 'object', properties: { b: { type: 'string' } } },
      ],
    });
    expect(schema).toMatchObject({ type: 'object', properties: { a: {}, b: { type: 'string' } } });
  });
});

describe('the schema of an answer', () => {
  it('keeps references and values, and says limits in words', () => {
    const schema = outputSchema({
      type: 'object',
      properties: { a: { $ref: '#/$defs/a' }, b: { const: 1 } },
      $defs: { a: { type: 'string', pattern: 'x{1,9999}' } },
    });
    expect(schema).toMatchObject({ properties: { a: { $ref: '#/$defs/a' }, b: { const: 1 } } });
    expect(JSON.stringify(schema)).not.toContain('"pattern"');
    expect(JSON.stringify(schema)).toContain('x{1,9999}');
  });
});

const suite = fileURLToPath(new URL('../../../../shared/json-schema-suite/', import.meta.url));
const draft = `${suite}tests-draft2020-12`;
const absent = !existsSync(draft);
const title = absent ? ' (skipped: ../shared/json-schema-suite is not beside the checkout)' : '';

function schemasIn(file: string): JsonObject[] {
  const groups = JSON.parse(readFileSync(`${draft}/${file}`, 'utf8')) as readonly { schema: unknown }[];
  return groups.map(({ schema }) => schema).filter(isJsonObject);
}

describe.skipIf(absent)(`schemas of the public test suite${title}`, () => {
  const files = absent ? [] : readdirSync(draft).filter((file) => file.endsWith('.json'));

  it.each(files)('%s: the strict server takes all of them', (file) => {
    for (const schema of schemasIn(file)) {
      const found = violations(toolSchema(schema), outputSchema(schema));
      expect(found, JSON.stringify(schema)).toEqual([]);
    }
  });
});
