import { callsFromTagged } from '../calls-from-xml.ts';
import type { Dialect } from '../dialect.ts';

/**
 * `<tool_call>{"name": …, "arguments": …}</tool_call>`: Hermes, Qwen, Granite 4, EXAONE. The same tags hold XML in Qwen3-Coder
 * (`<function=x><parameter=a>`) and pairs in GLM (`<arg_key>`).
 */
export const hermes: Dialect = {
  name: 'hermes',
  open: ['<tool_call>'],
  extent: { kind: 'tagged', close: ['</tool_call>'] },
  read: callsFromTagged,
};
