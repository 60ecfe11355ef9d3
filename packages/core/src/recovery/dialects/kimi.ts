import type { Dialect } from '../dialect.ts';
import { malformed, type PayloadReading, type TextCall } from '../text-call.ts';

const [begin, argument, end] = ['<|tool_call_begin|>', '<|tool_call_argument_begin|>', '<|tool_call_end|>'];

/** Kimi K2: `functions.get_weather:0<|tool_call_argument_begin|>{…}` inside a section. */
export const kimi: Dialect = {
  name: 'kimi',
  open: ['<|tool_calls_section_begin|>'],
  extent: { kind: 'tagged', close: ['<|tool_calls_section_end|>'] },
  read: readSection,
};

/** Calls whose section marker got lost. */
export const kimiCall: Dialect = {
  name: 'kimi-call',
  open: [begin],
  extent: { kind: 'tagged', close: [end] },
  read: (payload) => readSection(begin + payload + end),
};

function readSection(payload: string): PayloadReading {
  const calls: TextCall[] = [];
  for (const piece of payload.split(begin).slice(1)) {
    const [head = '', args] = (piece.split(end)[0] ?? '').split(argument);
    const name = /^\s*(?:functions\.)?([\w.-]+?)(?::\d+)?\s*$/.exec(head)?.[1];
    if (name === undefined || args === undefined) return malformed('it names no tool');
    calls.push({ name, args: { kind: 'json', value: args.trim() } });
  }
  return calls.length > 0 ? { kind: 'calls', calls } : malformed('there is no call in it');
}
