import { callsFromJson } from '../calls-from-json.ts';
import type { Dialect } from '../dialect.ts';
import { malformed, noCall, type PayloadReading } from '../text-call.ts';

/** ReAct: `Action: get_weather` and `Action Input: {…}` on the next line; Command R: `Action:` and a fenced array of calls. */
export const react: Dialect = {
  name: 'react',
  open: ['Action:'],
  atLineStart: true,
  extent: {
    kind: 'rest',
    close: ['\nObservation', '\nThought:', '\nFinal Answer:', '\nAction:', '\nFinish'],
    keepClose: true,
  },
  maybe(head, tools) {
    const [line = '', ...more] = head.trimStart().split('\n');
    if (/^(?:```|[{[])/.test(line)) return true;
    if (more.length === 0) return line.length > 80 || /[^\w.` \-"'[\]]/.test(line) ? false : undefined;
    return (
      /^[`"'[]?[\w.-]+[`"'\]]?\s*$/.test(line) &&
      (tools.has(bare(line)) || /^\s*Action Input/.test(more.join('\n')) || undefined)
    );
  },
  read(payload, ctx): PayloadReading {
    if (/^\s*(?:```\w*\s*)?[{[]/.test(payload)) return callsFromJson(payload, ctx, { marked: true });
    const match = /^\s*([^\n]+?)\s*\n\s*Action Input:\s*([^]*)$/.exec(payload);
    if (!match)
      return ctx.tools.has(bare(payload))
        ? { kind: 'calls', calls: [{ name: bare(payload), args: { kind: 'json', value: {} } }] }
        : noCall;
    const name = bare(match[1] ?? '');
    const args = (match[2] ?? '').trim();
    if (args === '' || /^(?:```\w*\s*)?\{/.test(args))
      return { kind: 'calls', calls: [{ name, args: { kind: 'json', value: args } }] };
    return (
      bareInput(name, args, ctx.tools.get(name)?.inputSchema) ??
      malformed('its Action Input is no JSON object', name)
    );
  },
};

/** The same of Qwen's older agent: `\u273fFUNCTION\u273f: get_weather` and `\u273fARGS\u273f: {\u2026}`. */
export const qwenReact: Dialect = {
  name: 'qwen-react',
  open: ['\u273fFUNCTION\u273f:'],
  extent: {
    kind: 'rest',
    close: ['\n\u273fFUNCTION\u273f', '\n\u273fRESULT\u273f', '\n\u273fRETURN\u273f'],
    keepClose: true,
  },
  read(payload): PayloadReading {
    const [head = '', ...rest] = payload.split('\u273fARGS\u273f:');
    const name = bare(head);
    return name === ''
      ? malformed('it names no tool')
      : { kind: 'calls', calls: [{ name, args: { kind: 'json', value: rest.join('').trim() } }] };
  },
};

function bare(name: string): string {
  return name.trim().replace(/^[`"'[]+|[`"'\]]+$/g, '');
}

/** Input that is no JSON can only mean the one parameter of a tool that has one. */
function bareInput(
  name: string,
  text: string,
  schema: { readonly [key: string]: unknown } | undefined,
): PayloadReading | undefined {
  const properties = schema?.['properties'];
  const [only, ...others] =
    typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
  if (only === undefined || others.length > 0 || text.includes('\n')) return undefined;
  const value = /^"[^"]*"$/.test(text) ? text.slice(1, -1) : text;
  return { kind: 'calls', calls: [{ name, args: { kind: 'untyped', values: [[only, value]] } }] };
}
