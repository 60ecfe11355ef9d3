import { argumentKeys, nameKeys } from '../call-shapes.ts';
import { callsFromJson } from '../calls-from-json.ts';
import { callsFromPython } from '../calls-from-python.ts';
import type { Dialect } from '../dialect.ts';

const firstKeys = new Set<string>([
  ...nameKeys,
  ...argumentKeys,
  'id',
  'type',
  'index',
  'call_id',
  'tool_call_id',
  'thought',
  'thoughts',
  'reasoning',
  'role',
  'content',
  'tool_calls',
  'toolCalls',
  'function_call',
  'functionCall',
  'tool_call',
  'toolCall',
  'tool_use',
  'toolUse',
  'calls',
]);

/** JSON without any marker, on a line of its own: OpenAI's, Anthropic's and Gemini's shapes leaked as text, Llama's `{"name", "parameters"}`. */
export const bareJson: Dialect = {
  name: 'bare-json',
  open: ['{'],
  atLineStart: true,
  keepOpener: true,
  tentative: true,
  opaque: true,
  extent: { kind: 'json' },
  maybe: (head) => startsLikeCall(head),
  read: (payload, ctx) => callsFromJson(payload, ctx, { marked: false }),
};

/** An array of such objects, or a list of Python calls. */
export const bareList: Dialect = {
  name: 'bare-list',
  open: ['['],
  atLineStart: true,
  keepOpener: true,
  tentative: true,
  opaque: true,
  extent: { kind: 'json' },
  maybe(head, tools) {
    const inner = head.slice(1).trimStart();
    if (inner === '') return undefined;
    if (inner.startsWith('{')) return startsLikeCall(inner);
    const name = /^[\w.]+/.exec(inner)?.[0];
    if (name === undefined) return false;
    if (name.length === inner.length) return undefined;
    return tools.has(name) && inner.slice(name.length).trimStart().startsWith('(');
  },
  read: (payload, ctx) =>
    /^\[\s*\{/.test(payload)
      ? callsFromJson(payload, ctx, { marked: false })
      : callsFromPython(payload, false),
};

/** The first key of an object tells; undefined while it is not there in full. */
export function startsLikeCall(head: string): boolean | undefined {
  const inner = head.slice(1).trimStart();
  const key = /^["'\u201c\u201d]?([A-Za-z_]\w*)/.exec(inner);
  if (!key) return inner === '' || /^["'\u201c\u201d]$/.test(inner) ? undefined : false;
  return key[0].length === inner.length ? undefined : firstKeys.has(key[1] ?? '');
}
