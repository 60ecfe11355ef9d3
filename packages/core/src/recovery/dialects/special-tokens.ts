import { callsFromTagged } from '../calls-from-xml.ts';
import { callsFromPython } from '../calls-from-python.ts';
import { callsFromJson } from '../calls-from-json.ts';
import type { Dialect } from '../dialect.ts';

/** Opener and closer of dialects that put JSON, or Python calls, between two tokens of their own. */
const tokens: readonly (readonly [name: string, open: string, close: readonly string[]])[] = [
  ['granite', '<|tool_call|>', ['<|/tool_call|>', '<|end_of_text|>']],
  ['command', '<|START_ACTION|>', ['<|END_ACTION|>']],
  ['internlm', '<|action_start|><|plugin|>', ['<|action_end|>']],
  ['apertus', '<|tools_prefix|>', ['<|tools_suffix|>']],
  ['lfm', '<|tool_call_start|>', ['<|tool_call_end|>']],
  ['granite-20b', '<function_call>', []],
  ['phi', 'functools', []],
];

/** Granite 3 and Phi 4, Command R7B and A, InternLM, Apertus, LFM2, functools. */
export const specialTokens: readonly Dialect[] = tokens.map(([name, open, close]) => ({
  name,
  open: [open],
  atLineStart: name === 'phi',
  extent: close.length > 0 ? { kind: 'tagged', close } : { kind: 'json' },
  ...(name === 'phi' && {
    maybe: (head: string) => (head.startsWith('[') ? true : head === '' ? undefined : false),
  }),
  read: (payload, ctx) => {
    if (/^\s*\[\s*[A-Za-z_][\w.]*\(/.test(payload)) return callsFromPython(payload, true);
    return /^\s*[{[]/.test(payload)
      ? callsFromJson(payload, ctx, { marked: true })
      : callsFromTagged(payload, ctx);
  },
}));
