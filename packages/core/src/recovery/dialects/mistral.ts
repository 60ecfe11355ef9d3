import { callsFromJson } from '../calls-from-json.ts';
import type { Dialect } from '../dialect.ts';
import { malformed, type PayloadReading } from '../text-call.ts';

/** `[TOOL_CALLS][{"name": …, "arguments": …}]`, later `[TOOL_CALLS]name[ARGS]{…}` and `[TOOL_CALLS]name{…}`, each once a call. */
export const mistral: Dialect = {
  name: 'mistral',
  open: ['[TOOL_CALLS]'],
  extent: { kind: 'json' },
  read(payload, ctx): PayloadReading {
    const named = /^\s*([\w.:-]+)\s*(?:\[CALL_ID\][\w-]+)?\s*(?:\[ARGS\])?\s*(\{[^]*)$/.exec(payload);
    if (named)
      return {
        kind: 'calls',
        calls: [{ name: named[1] ?? '', args: { kind: 'json', value: named[2] ?? '' } }],
      };
    return /^\s*[{[]/.test(payload)
      ? callsFromJson(payload, ctx, { marked: true })
      : malformed('there is no JSON in it');
  },
};
