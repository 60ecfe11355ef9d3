import type { Dialect } from '../dialect.ts';
import { malformed, type PayloadReading, type TextCall } from '../text-call.ts';

const [begin, separator, end] = [
  '<\uff5ctool\u2581call\u2581begin\uff5c>',
  '<\uff5ctool\u2581sep\uff5c>',
  '<\uff5ctool\u2581call\u2581end\uff5c>',
];
const [blockBegin, blockEnd] = [
  '<\uff5ctool\u2581calls\u2581begin\uff5c>',
  '<\uff5ctool\u2581calls\u2581end\uff5c>',
];

/** DeepSeek V3 and R1 (`function<sep>name` and fenced JSON) and V3.1 (`name<sep>{…}`). */
export const deepseek: Dialect = {
  name: 'deepseek',
  open: [blockBegin],
  extent: { kind: 'tagged', close: [blockEnd] },
  read: readBlock,
};

/** Calls whose block marker got lost. */
export const deepseekCall: Dialect = {
  name: 'deepseek-call',
  open: [begin],
  extent: { kind: 'tagged', close: [end] },
  read: (payload) => readBlock(begin + payload + end),
};

function readBlock(payload: string): PayloadReading {
  const calls: TextCall[] = [];
  for (const piece of payload.split(begin).slice(1)) {
    const body = piece.split(end)[0] ?? '';
    const [head = '', ...rest] = body.split(separator);
    const text = rest.join(separator);
    const typed = head.trim() === 'function' && /^\s*[\w.:-]+\s*```/.test(text);
    const match = typed ? /^\s*([\w.:-]+)\s*```(?:json)?\s*([^]*?)\s*(?:```)?\s*$/.exec(text) : undefined;
    const name = match ? match[1] : /^[\w.:-]+$/.exec(head.trim())?.[0];
    if (name === undefined || rest.length === 0) return malformed('it names no tool');
    calls.push({ name, args: { kind: 'json', value: match ? (match[2] ?? '') : text.trim() } });
  }
  return calls.length > 0 ? { kind: 'calls', calls } : malformed('there is no call in it');
}
