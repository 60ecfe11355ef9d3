import * as fc from 'fast-check';
import type { ExpectedCall } from '../corpus.ts';

const words = [
  'Paris',
  'a',
  'tea',
  '北京',
  'Köln',
  'naïve',
  '🚀',
  'x1',
  '0042',
  'مرحبا',
  '3.5',
  'true',
  'O’Neil',
  'e\u0301',
];

const syntaxLike = [
  '"',
  "'",
  '\\',
  '\n',
  '\t',
  '{',
  '}',
  '[',
  ']',
  '{}',
  '","',
  '": "',
  '//',
  '/*',
  ',',
  ':',
  ';',
  '`',
  '```',
  '<',
  '>',
  '&',
  '“',
  '”',
  '</tool_call>',
  '<tool_call>',
  '<think>',
  '</think>',
  '[ARGS]',
  '[TOOL_CALLS]',
  'TOOL_CALL: {}',
  '<|call|>',
  'Action: say',
  'say(text="x")',
  '{"name": "ping", "arguments": {}}',
  '\\n',
  '\\"',
  '%',
  '$',
  '#',
  '| a |',
];

const plainWord = fc.constantFrom(...words);

/** A few words on one line, without anything that could be syntax. */
export const plainText = fc.array(plainWord, { minLength: 1, maxLength: 4 }).map((list) => list.join(' '));

/** Words and pieces of syntax in any order. */
export const nastyText = fc
  .array(fc.oneof(plainWord, fc.constantFrom(...syntaxLike), fc.constant(' ')), {
    minLength: 1,
    maxLength: 8,
  })
  .map((list) => list.join(''));

/** One call of a fuzz tool whose strings come from `text`. */
export function callWith(text: fc.Arbitrary<string>): fc.Arbitrary<ExpectedCall> {
  const days = fc.integer({ min: 1, max: 400 });
  const site = { site: text, depth: fc.integer({ min: -9, max: 99 }) };
  const cents = fc.integer({ min: -99_999, max: 9_999_999 }).map((value) => value / 100);
  return fc.oneof(
    of(
      'get_weather',
      fc.record({ city: text, days, unit: fc.constantFrom('celsius', 'fahrenheit') }, some(['city'])),
    ),
    of('say', fc.record({ text, note: text }, some(['text']))),
    of(
      'search',
      fc.record(
        {
          query: text,
          tags: fc.array(text, { maxLength: 3 }),
          exact: fc.boolean(),
          filters: fc.record(site, some([])),
        },
        some(['query']),
      ),
    ),
    of(
      'transfer',
      fc.record({ amount: cents, currency: fc.constantFrom('EUR', 'USD', 'JPY'), to_account: text }),
    ),
    of('get_time', fc.record({ timezone: text }, some([]))),
    of('ping', fc.constant({})),
  );
}

// fast-check types the keys by the record; the callers name keys of theirs.
const some = (required: string[]) => ({ requiredKeys: required }) as { requiredKeys: [] };

function of(name: string, input: fc.Arbitrary<object>): fc.Arbitrary<ExpectedCall> {
  return input.map((value) => ({ name, input: { ...value } }));
}

const sentences = [
  'Let me check.',
  'Ich sehe nach.',
  'Un momento, por favor.',
  '好的，我来查一下。',
  '少々お待ちください。',
  'Сейчас посмотрю.',
  'سأتحقق الآن.',
  'Set {1, 2} and [3, 4] (or 5 < 6).',
  'It costs $5 & more; 100 % sure — "really".',
  "It's 3:45, isn't it?",
  'Two plus two: 4.',
  '🚀 On it!',
  'a | b || c',
  'ठीक है।',
];

/** Ordinary sentences, or nothing. */
export const prose = fc.array(fc.constantFrom(...sentences), { maxLength: 3 }).map((list) => list.join(' '));
