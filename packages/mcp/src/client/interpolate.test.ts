import { expect, test } from 'vitest';
import { interpolate } from './interpolate.ts';

test.each([
  ['plain $HOME', 'plain $HOME'],
  ['${A}/${env:A}', 'one/one'],
  ['${EMPTY:-two}${NONE:-}', 'two'],
  ['$${A}', '${A}'],
  ['${B}', '${A}'],
])('%s is %s', (text, expected) => {
  expect(interpolate(text, { A: 'one', EMPTY: '', B: '${A}' }, 'a test')).toBe(expected);
});

test('a variable that is not set is an error that says how to write the text itself', () => {
  expect(() => interpolate('${NONE}', {}, 'a test')).toThrow(
    /NONE is not set\. a test needs it\..*\$\$\{NONE\}/,
  );
});
