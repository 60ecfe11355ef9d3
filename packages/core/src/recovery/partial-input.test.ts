import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyObject } from './mutate-json.test-helper.ts';
import { createPartialInput } from './partial-input.ts';

function chunksOf(text: string, size: number): string[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
    text.slice(index * size, (index + 1) * size),
  );
}

test('shows complete members and the string that is being written', () => {
  const partial = createPartialInput();
  const shown = ['```json\n', '{"ci', 'ty": "Os', 'lo", "days": 1', '2, "tags": ["a", {"k": "v'].map(
    (chunk) => {
      partial.push(chunk);
      return JSON.stringify(partial.value());
    },
  );
  expect(shown).toEqual([
    undefined,
    '{}',
    '{"city":"Os"}',
    '{"city":"Oslo"}',
    '{"city":"Oslo","days":12,"tags":["a",{"k":"v"}]}',
  ]);
});

test('what ends well is shown whole, under every chunking', () => {
  fc.assert(
    fc.property(anyObject, fc.integer({ min: 1, max: 20 }), (value, size) => {
      const partial = createPartialInput();
      const text = JSON.stringify(value);
      for (const chunk of chunksOf(text, size)) {
        partial.push(chunk);
        partial.value();
      }
      expect(JSON.stringify(partial.value())).toBe(text);
    }),
  );
});

test('any text is taken without harm', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', 'a', '1', '\\u', '__proto__', ' ')),
      (parts) => {
        const partial = createPartialInput();
        for (const part of parts) {
          partial.push(part);
          partial.value();
        }
      },
    ),
    { numRuns: 1000 },
  );
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test('a prototype name is a member like any other', () => {
  const partial = createPartialInput();
  partial.push('{"__proto__": {"polluted": true}}');
  expect(Object.keys(partial.value() as object)).toEqual(['__proto__']);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
