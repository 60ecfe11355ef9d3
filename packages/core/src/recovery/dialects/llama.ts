import { callsFromJson } from '../calls-from-json.ts';
import { callsFromPython } from '../calls-from-python.ts';
import type { Dialect } from '../dialect.ts';

/** `<|python_tag|>` before JSON (Llama 3) or Python calls (Llama 4, `<|python_start|>`). */
export const llama: Dialect = {
  name: 'llama',
  open: ['<|python_tag|>', '<|python_start|>'],
  extent: { kind: 'rest', close: ['<|eom_id|>', '<|eot_id|>', '<|eot|>', '<|python_end|>'] },
  read: (payload, ctx) =>
    /^\s*\{|^\s*\[\s*\{/.test(payload)
      ? callsFromJson(payload, ctx, { marked: true })
      : callsFromPython(payload, true),
};
