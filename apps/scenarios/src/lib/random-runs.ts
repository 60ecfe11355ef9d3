import type { ModelSettings, UserPart } from '@pegboard/core';
import fc from 'fast-check';
import { wires } from '../table/wires.ts';
import { blue, red } from './pictures.ts';

/** What a model may call: tools that work, that fail, that nobody knows, with input that fits and that does not. */
const calls = fc.constantFrom(
  { name: 'get_weather', input: { city: 'Rome' } },
  { name: 'get_weather', input: { city: 'Łódź', days: '3' } },
  { name: 'get_weather', input: { place: 'nowhere' } },
  { name: 'clock', input: {} },
  { name: 'broken', input: {} },
  { name: 'shot', input: {} },
  { name: 'pay', input: { amount: 7 } },
  { name: 'facts', input: { odd: { deep: [1, 'ü', null] } } },
  { name: 'empty', input: {} },
  { name: 'no_such_tool', input: { a: 1 } },
);

const turns = fc.record({
  thought: fc.option(fc.constantFrom('Hm.', 'Wait a moment …', '考え中')),
  text: fc.option(fc.constantFrom('I look.', ' blanks around ', '"quoted"\n\n')),
  calls: fc.array(calls, { minLength: 1, maxLength: 4 }),
});
const parts: fc.Arbitrary<UserPart> = fc.constantFrom<UserPart>(
  { type: 'text', text: 'And this?' },
  { type: 'text', text: 'Grüße \u{1F642}' },
  red,
  blue,
  { type: 'json', value: { asked: [true, null] } },
);
/** One run of an agent in a conversation at random. */
export const randomRuns = fc.record({
  wire: fc.nat({ max: wires.length - 1 }),
  model: fc.nat({ max: 3 }),
  reasoning: fc.constantFrom<ModelSettings['reasoning'][]>(undefined, 'none', 'low', 'max'),
  input: fc.array(parts, { minLength: 1, maxLength: 3 }),
  /** Begins with all that the API can put into an answer; once, for its ids are always the same. */
  rich: fc.boolean(),
  turns: fc.array(turns, { maxLength: 3 }),
  /** The token limit ends the first turn. */
  cut: fc.boolean(),
  end: fc.constantFrom('Done.', 'So it is: "ü".'),
  /** Where a run that paused goes on, and how. */
  next: fc.record({ wire: fc.nat({ max: wires.length - 1 }), approve: fc.boolean() }),
});
export type RandomRun = typeof randomRuns extends fc.Arbitrary<infer T> ? T : never;
