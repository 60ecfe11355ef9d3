import { callsFromTagged } from '../calls-from-xml.ts';
import type { Dialect } from '../dialect.ts';

/** `<tool_calls>` around one call a line or an array: MiniMax M1, Hunyuan, Jamba. */
export const toolCallsTag: Dialect = {
  name: 'tool-calls-tag',
  open: ['<tool_calls>', '<TOOLCALL>', '<tools_call>'],
  extent: { kind: 'tagged', close: ['</tool_calls>', '</TOOLCALL>', '</tools_call>'] },
  read: callsFromTagged,
};
