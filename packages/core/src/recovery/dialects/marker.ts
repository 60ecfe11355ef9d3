import { callsFromJson } from '../calls-from-json.ts';
import type { Dialect } from '../dialect.ts';

/** `TOOL_CALL: {"tool_name": "get_weather", "parameters": {"city": "Paris"}}`. */
export const marker: Dialect = {
  name: 'marker',
  open: ['TOOL_CALL:', 'TOOL_CALL ', 'TOOL_CALLS:', 'Tool call:', 'Tool Call:', 'tool_call:'],
  atLineStart: true,
  extent: { kind: 'json' },
  maybe: (head) =>
    /^\s*(?:```\w*\s*)?[{[]/.test(head) ? true : /^\s*(?:`{0,3}|```\w*\s*)$/.test(head) ? undefined : false,
  read: (payload, ctx) => callsFromJson(payload, ctx, { marked: true }),
};
