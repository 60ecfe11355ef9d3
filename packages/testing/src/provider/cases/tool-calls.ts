import type { RawToolCall } from '@pegboard/core';
import { check, checkOneOf, checkSame } from '../../conformance/check.ts';
import { call, calling } from '../answers.ts';
import { clockTool, weatherTool } from '../model-request.ts';
import { providerCase } from '../provider-case.ts';
import type { Quirk } from '../wire-format.ts';

const berlin = call('call_a', 'get_weather', '{"ci', 'ty":', '"Ber', 'lin"}');
const tokyo = call('call_b', 'get_weather', '{"city"', ':"東京"}');
const clock = call('call_c', 'clock', '{}');
const tools = [weatherTool, clockTool];

/** What was called with what; arguments of either form as text. */
const plain = (calls: readonly RawToolCall[]): readonly (readonly [string, string])[] =>
  calls.map(({ name, args }) => [name, typeof args === 'string' ? args : JSON.stringify(args)]);
const three = [
  ['get_weather', '{"city":"Berlin"}'],
  ['get_weather', '{"city":"東京"}'],
  ['clock', '{}'],
] as const;

export const toolCallCases = [
  providerCase('a call comes with its id, name and arguments to the letter', async ({ answer, run, ask }) => {
    answer(calling(call('call_a', 'get_weather', '{ "city" :', ' "Ber\\u006cin",  "n": 1.0 }')));
    const { calls, finish } = await run(ask({ tools }));
    checkSame(
      calls.map(({ callId, name, executor }) => ({ callId, name, executor })),
      [{ callId: 'call_a', name: 'get_weather', executor: 'client' }],
      'the call',
    );
    const [first] = calls;
    if (typeof first?.args === 'string')
      checkSame(first.args, '{ "city" : "Ber\\u006cin",  "n": 1.0 }', 'the arguments');
    else checkSame(first?.args, { city: 'Berlin', n: 1 }, 'the arguments');
    checkSame(finish?.unified, 'tool-calls', 'finish.unified');
  }),
  providerCase('parallel calls stay apart and in order', async ({ answer, run, ask }) => {
    answer(calling(berlin, tokyo, clock));
    const { calls } = await run(ask({ tools }));
    checkSame(plain(calls), three, 'the calls');
    checkSame(
      calls.map(({ callId }) => callId),
      ['call_a', 'call_b', 'call_c'],
      'the ids',
    );
  }),
  providerCase('calls whose pieces alternate stay apart', async ({ wire, answer, run, ask }) => {
    if (!wire.quirks.has('interleaved-calls')) return { skipped: 'calls never alternate in this API' };
    answer({ ...calling(berlin, tokyo, clock), quirks: ['interleaved-calls'] });
    checkSame(plain((await run(ask({ tools }))).calls), three, 'the calls');
  }),
  providerCase('text before a call comes before it', async ({ answer, run, ask }) => {
    answer({ blocks: [{ type: 'text', pieces: ['Let me ', 'look.'] }, berlin] });
    const { parts, text } = await run(ask({ tools }));
    checkSame(
      parts.map(({ type }) => type),
      ['text', 'tool-call'],
      'the parts',
    );
    checkSame(text, 'Let me look.', 'the text');
  }),
  providerCase('arguments split after every character are whole again', async ({ answer, run, ask }) => {
    const args = '{"city":"São Paulo 🏙","n":[1,{"a":"\\"\\\\"}]}';
    answer(calling(call('call_a', 'get_weather', ...Array.from(args))));
    checkSame(plain((await run(ask({ tools }))).calls), [['get_weather', args]], 'the call');
  }),
  providerCase('arguments split after every byte are whole again', async ({ answer, run, ask }) => {
    answer(calling(berlin, tokyo, clock), { chunking: 1 });
    checkSame(plain((await run(ask({ tools }))).calls), three, 'the calls');
  }),
  providerCase('a call without arguments is a call', async ({ answer, run, ask }) => {
    answer(calling(call('call_a', 'clock')));
    const { calls, finish } = await run(ask({ tools }));
    checkSame(
      calls.map(({ name }) => name),
      ['clock'],
      'the calls',
    );
    checkOneOf(plain(calls)[0]?.[1], ['', '{}'], 'the arguments');
    checkSame(finish?.unified, 'tool-calls', 'finish.unified');
  }),
  providerCase(
    'arguments that are not JSON are handed on as they are',
    async ({ wire, answer, run, ask }) => {
      if (wire.callArgs?.stream === 'object') return { skipped: 'arguments are objects in this API' };
      const broken = [
        "{'city': 'Berlin',}",
        '{"city": "Ber',
        'city=Berlin',
        '```json\n{"city":"Berlin"}\n```',
        '[]',
        'null',
      ];
      for (const args of broken) {
        answer(calling(call('call_a', 'get_weather', args)));
        checkSame(
          (await run(ask({ tools }))).calls.map((found) => found.args),
          [args],
          'the arguments',
        );
      }
      return undefined;
    },
  ),
  providerCase('pieces of arguments are handed on as deltas', async ({ wire, answer, run, ask }) => {
    if (wire.callArgs?.stream === 'object') return { skipped: 'arguments come whole in this API' };
    answer(calling(berlin));
    const { events } = await run(ask({ tools }));
    const deltas = events.filter((event) => event.type === 'tool-call-delta');
    checkSame(deltas.map(({ argsText }) => argsText).join(''), '{"city":"Berlin"}', 'the deltas');
    check(deltas.length >= 4, `four pieces came as ${deltas.length} deltas`);
    check(
      deltas.every(({ name }) => name === 'get_weather'),
      'every delta should name the tool',
    );
    return undefined;
  }),
  providerCase('a tool of any name that is offered can be called', async ({ answer, run, ask, seen }) => {
    const names = ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'then', 'A-b_9'];
    answer(calling(...names.map((name, at) => call(`call_${at}`, name, '{}'))));
    const { calls } = await run(ask({ tools: names.map((name) => ({ ...clockTool, name })) }));
    checkSame(
      calls.map(({ name }) => name),
      names,
      'the calls',
    );
    checkSame(
      seen[0]?.facts.tools.map(({ name }) => name),
      names,
      'the tools that were offered',
    );
  }),
  providerCase('a call of a tool that was not offered is handed on', async ({ answer, run, ask }) => {
    answer(calling(call('call_a', 'made_up', '{"x":1}')));
    checkSame(plain((await run(ask({ tools }))).calls), [['made_up', '{"x":1}']], 'the call');
  }),
  providerCase('two calls with the same id are two calls', async ({ answer, run, ask }) => {
    answer(calling(berlin, { ...tokyo, id: berlin.id }));
    checkSame(plain((await run(ask({ tools }))).calls), three.slice(0, 2), 'the calls');
  }),
  ...quirkCases([
    ['whole-call', 'calls that come whole in one piece are read'],
    ['id-each-piece', 'an id repeated in every piece does not make new calls'],
    ['rotating-id', 'an id that changes in every piece does not make new calls'],
    ['name-late', 'a name that comes after the arguments is read'],
    ['no-index', 'calls without a number stay apart'],
    ['object-args', 'arguments that come as an object are read'],
  ]),
  ...(['no-id', 'empty-id'] as const).map((quirk) =>
    providerCase(`calls without an id keep an empty one: ${quirk}`, async ({ wire, answer, run, ask }) => {
      if (!wire.quirks.has(quirk)) return { skipped: 'ids are never missing in this API' };
      answer({ ...calling(berlin, tokyo, clock), quirks: [quirk] });
      const { calls } = await run(ask({ tools }));
      checkSame(plain(calls), three, 'the calls');
      checkSame(
        calls.map(({ callId }) => callId),
        ['', '', ''],
        'the ids',
      );
    }),
  ),
  providerCase('large arguments arrive whole and in reasonable time', async ({ answer, run, ask }) => {
    const args = JSON.stringify({ text: 'x'.repeat(1_000_000) });
    const pieces = args.match(/.{1,200}/gs) ?? [];
    answer(calling(call('call_a', 'get_weather', ...pieces)), { chunking: 16_384 });
    const { calls } = await run(ask({ tools }), { ms: 10_000 });
    check(calls[0] && plain(calls)[0]?.[1] === args, 'the arguments should be whole');
  }),
];

function quirkCases(list: readonly (readonly [Quirk, string])[]): readonly ReturnType<typeof providerCase>[] {
  return list.map(([quirk, name]) =>
    providerCase(name, async ({ wire, answer, run, ask }) => {
      if (!wire.quirks.has(quirk)) return { skipped: 'no such hosts are known' };
      const quirks: Quirk[] = quirk === 'object-args' ? ['whole-call', quirk] : [quirk];
      answer({ ...calling(berlin, tokyo, clock), quirks });
      const { calls, finish } = await run(ask({ tools }));
      // An empty object may say as much as no arguments.
      const read = plain(calls).map(([called, args]) => [called, args || '{}']);
      checkSame(read, three, 'the calls');
      checkSame(finish?.unified, 'tool-calls', 'finish.unified');
    }),
  );
}
