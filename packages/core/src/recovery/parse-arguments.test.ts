import { expect, test } from 'vitest';
import { parseArguments } from './parse-arguments.ts';

test.each(['', ' \n', '{}'])('%j means no arguments', (text) => {
  expect(parseArguments(text)).toEqual({ ok: true, input: {}, clean: true });
});

test.each([
  '{"a": 1, "b": [true, null, -1.5e3], "c": {"d": "x"}}',
  '{"a": "Oslo, \\u00e9\\ud83d\\ude00", "b" : "12345678901234567890"}',
  '{"at": "12:30", "url": "https://x.example", "n": 9007199254740991}',
])('%s loses nothing', (text) => {
  expect(parseArguments(text)).toEqual({ ok: true, input: JSON.parse(text), clean: true });
});

test.each([
  ['digits', '{"id": 12345678901234567890}'],
  ['the last digit', '{"id": 9007199254740993}'],
  ['everything above the largest number', '{"id": 1e400}'],
  ['everything below the smallest number', '{"id": 1e-400}'],
  ['a member', '{"a": 1, "a": 2}'],
  ['a member inside', '{"o": [{"a" : 1, "\\u0061"\n: 2}]}'],
  ['half a character', '{"a": "\\ud83d"}'],
  ['half a character in a key', '{"\\ud83d": 1}'],
  ['too many levels', `{"a":${'['.repeat(600)}${']'.repeat(600)}}`],
])('what loses %s is not clean', (_what, text) => {
  expect(parseArguments(text)).toMatchObject({ ok: true, clean: false });
});

test('nesting beyond what recursion could follow is answered', () => {
  expect(parseArguments(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)).toMatchObject({
    clean: false,
  });
});

test('an object is taken as it is, not clean when it holds rounded digits', () => {
  const input = { a: 1 };
  expect(parseArguments(input)).toEqual({ ok: true, input, clean: true });
  expect(parseArguments({ a: 2 ** 60 })).toMatchObject({ ok: true, clean: false });
});

test.each([
  ['{"a": 1,}', 'malformed_arguments'],
  ['[1]', 'arguments_not_object'],
  ['null', 'arguments_not_object'],
  ['"{}"', 'arguments_not_object'],
])('%s is not mended here', (text, code) => {
  expect(parseArguments(text)).toMatchObject({ ok: false, error: { code } });
});
