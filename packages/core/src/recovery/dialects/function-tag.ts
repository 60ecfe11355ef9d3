import { callFromBody } from '../calls-from-xml.ts';
import type { Dialect } from '../dialect.ts';
import { malformed } from '../text-call.ts';

/** `<function=get_weather>{"city": "Paris"}</function>` of Llama 3, and `<function=x><parameter=a>v</parameter></function>` of Qwen3-Coder. */
export const functionTag: Dialect = {
  name: 'function-tag',
  open: ['<function='],
  extent: { kind: 'tagged', close: ['</function>'] },
  read(payload) {
    const head = /^\s*["']?([\w.:-]+)["']?\s*>/.exec(payload);
    return head ? callFromBody(head[1] ?? '', payload.slice(head[0].length)) : malformed('it names no tool');
  },
};
