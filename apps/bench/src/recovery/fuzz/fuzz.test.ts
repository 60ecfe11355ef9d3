import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkInput } from '../check-input.ts';
import { callWith, nastyText, plainText } from './arbitraries.ts';
import { fuzzTools } from './fuzz-tools.ts';
import { readMarks } from './marks.ts';
import { mutate, mutation } from './mutate.ts';
import { jsonStyles, printJson } from './print-values.ts';
import { fuzzDialects } from './run-fuzz.ts';

const calls = callWith(fc.oneof(plainText, nastyText));
const style = fc.constantFrom(...jsonStyles);

describe('the fuzzer', () => {
  it('makes calls that their tools accept', () => {
    const accepted = fc.property(calls, ({ name, input }) => {
      const tool = fuzzTools.find((one) => one.name === name);
      return tool !== undefined && checkInput(tool, input) === undefined;
    });
    fc.assert(accepted);
  });

  it('prints JSON that JSON.parse reads, in every style', () => {
    const readable = fc.property(calls, style, ({ input }, look) => {
      expect(JSON.parse(readMarks(printJson(input, look)).text)).toEqual(input);
    });
    fc.assert(readable);
  });

  it('leaves no mark in a rendered call, and knows its syntax from its data', () => {
    const call = { name: 'say', input: { text: 'Salzburg' } };
    for (const dialect of fuzzDialects) {
      const { text, syntax } = readMarks(dialect.render([call], { comma: ', ', colon: ': ', ascii: false }));
      expect(text).not.toMatch(/[\uE000\uE001]/u);
      expect(syntax.length).toBe(text.length);
      const at = text.indexOf('Salzburg');
      expect(syntax.slice(at, at + 8).some(Boolean), dialect.name).toBe(false);
    }
  });

  it('never changes data, except by cutting', () => {
    const untouched = fc.property(mutation, (change) => {
      fc.pre(change.kind !== 'cut');
      const marked = readMarks(printJson({ text: 'Salzburg', note: 'Graz' }, jsonStyles[0] ?? fail()));
      const text = mutate(marked, change) ?? '';
      return text.includes('Salzburg') && text.includes('Graz');
    });
    fc.assert(untouched);
  });
});

function fail(): never {
  throw new TypeError('no style');
}
