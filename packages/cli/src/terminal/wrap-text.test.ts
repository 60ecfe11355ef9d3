import fc from 'fast-check';
import { expect, it } from 'vitest';
import { columns } from './columns.ts';
import { wrapped, wrapText } from './wrap-text.ts';

it('breaks between words, and keeps line breaks and indentation of its own', () => {
  expect(wrapped('one two three four', 10, '')).toBe('one two\nthree four\n');
  expect(wrapped('list:\n  - one\n\nend', 20, '> ')).toBe('> list:\n>   - one\n\n> end\n');
});

it('colours take no room', () => {
  expect(wrapped('\u001b[1mone\u001b[22m two', 7, '')).toBe('\u001b[1mone\u001b[22m two\n');
});

it('text that comes in pieces is wrapped as the whole is', () => {
  const pieces = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '-') }), { maxLength: 20 });
  fc.assert(
    fc.property(pieces, fc.integer({ min: 5, max: 40 }), (parts, width) => {
      let out = '';
      const wrapper = wrapText((text) => void (out += text), width, '  ');
      for (const part of parts) wrapper.push(part);
      wrapper.end();
      expect(out).toBe(wrapped(parts.join(''), width, '  '));
    }),
  );
});

it('no line is longer than the width but for a word that is', () => {
  const words = fc.array(fc.string({ unit: fc.constantFrom('x', 'y'), minLength: 1, maxLength: 12 }), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(words, fc.integer({ min: 12, max: 60 }), (list, width) => {
      const lines = wrapped(list.join(' '), width, '').split('\n');
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    }),
  );
});

it('columns line up, and the last one goes on below itself', () => {
  const text = columns(
    [
      ['a', 'one two three four five six seven eight'],
      ['long', 'x'],
    ],
    34,
  );
  expect(text).toBe('  a     one two three four five\n        six seven eight\n  long  x\n');
});
