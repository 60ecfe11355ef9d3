import { callsFromJson } from '../calls-from-json.ts';
import { callsFromPython } from '../calls-from-python.ts';
import { callsFromTagged } from '../calls-from-xml.ts';
import type { Dialect, DialectContext } from '../dialect.ts';
import { noCall, type PayloadReading } from '../text-call.ts';
import { startsLikeCall } from './bare-json.ts';

const callInfos = new Set([
  '',
  'json',
  'jsonc',
  'json5',
  'tool_call',
  'tool_calls',
  'tool',
  'tool_use',
  'tool_code',
  'function_call',
  'xml',
]);

/** A code block that is a call and nothing else, at the end of the answer. Any other code block is text, whatever it holds. */
export const backtickFence = fence('backtick-fence', '```');
export const tildeFence = fence('tilde-fence', '~~~');

const marker = 'TOOL_CALL';

function fence(name: string, mark: string): Dialect {
  return {
    name,
    open: [mark],
    atLineStart: true,
    tentative: true,
    opaque: true,
    extent: { kind: 'tagged', close: [`\n${mark}`, mark] },
    maybe,
    read,
  };
}

function maybe(head: string): boolean | undefined {
  const line = head.indexOf('\n');
  if (line < 0) return head.length > 40 ? false : undefined;
  const info = head.slice(0, line).trim().toLowerCase();
  if (!callInfos.has(info)) return false;
  if (info.startsWith('tool') || info === 'function_call') return true;
  const body = head.slice(line).trimStart();
  if (body === '') return undefined;
  if (body.startsWith(marker)) return true;
  if (marker.startsWith(body)) return undefined;
  if (body.startsWith('{')) return startsLikeCall(body);
  if (body.startsWith('['))
    return body.slice(1).trim() === '' ? undefined : startsLikeCall(body.slice(1).trimStart());
  if (body.startsWith('<'))
    return /^<(?:tool_call|function|invoke|antml)/.test(body) || (body.length < 12 ? undefined : false);
  return false;
}

function read(payload: string, ctx: DialectContext): PayloadReading {
  const line = payload.indexOf('\n');
  const info = payload.slice(0, Math.max(0, line)).trim().toLowerCase();
  const body = payload.slice(line + 1).trim();
  if (info === 'tool_code') return callsFromPython(body, true);
  const marked = /^TOOL_CALLS?:?\s*(?=[{[])/.exec(body);
  if (marked) return callsFromJson(body.slice(marked[0].length), ctx, { marked: true });
  if (/^[{[]/.test(body)) return callsFromJson(body, ctx, { marked: info.startsWith('tool') });
  const tagged =
    /^<tool_call>([^]*)<\/tool_call>$/.exec(body)?.[1] ?? (body.startsWith('<') ? body : undefined);
  return tagged === undefined ? noCall : callsFromTagged(tagged, ctx);
}
