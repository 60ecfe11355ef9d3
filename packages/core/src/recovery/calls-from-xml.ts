import type { DialectContext } from './dialect.ts';
import { callsFromJson } from './calls-from-json.ts';
import { malformed, type PayloadReading, type TextCall } from './text-call.ts';

type Values = (readonly [name: string, value: string])[];

/**
 * Calls written as tags: `<invoke name="x"><parameter name="a">v</parameter></invoke>` and `<function=x><parameter=a>v</parameter></function>`,
 * whatever the prefix of the tags.
 */
function callsFromTags(payload: string): PayloadReading {
  const head =
    /<(?:[^\s<>/]*[:|\uff5c])?(?:invoke|function)(?:\s+name\s*=\s*["']([^"']+)["'][^>]*|=\s*["']?([^>"'\s]+)["']?)\s*>/g;
  const legacy = legacyCalls(payload);
  if (legacy) return legacy;
  const calls: TextCall[] = [];
  const heads = [...payload.matchAll(head)];
  for (const [index, match] of heads.entries()) {
    const from = match.index + match[0].length;
    const body = payload.slice(from, heads[index + 1]?.index ?? payload.length);
    const reading = callFromBody(match[1] ?? match[2] ?? '', body);
    if (reading.kind !== 'calls') return reading;
    calls.push(...reading.calls);
  }
  return calls.length > 0 ? { kind: 'calls', calls } : malformed('it names no tool');
}

/** Anthropic's first format: `<invoke><tool_name>x</tool_name><parameters><a>v</a></parameters></invoke>`. */
function legacyCalls(payload: string): PayloadReading | undefined {
  const call =
    /\s*<invoke>\s*<tool_name>\s*([\w.:-]+)\s*<\/tool_name>\s*(?:<parameters>([^]*?)<\/parameters>)?\s*<\/invoke>/y;
  const calls: TextCall[] = [];
  for (let at = 0; ; at = call.lastIndex) {
    call.lastIndex = at;
    const match = call.exec(payload);
    if (!match)
      return calls.length > 0 && payload.slice(at).trim() === '' ? { kind: 'calls', calls } : undefined;
    const reading = callFromBody(match[1] ?? '', match[2] ?? '');
    if (reading.kind !== 'calls') return reading;
    calls.push(...reading.calls);
  }
}

/** What stands between a call's opening tag and its closing one: JSON or parameter tags. */
export function callFromBody(name: string, body: string): PayloadReading {
  const inner = body.replace(/<\/[^<>]*(?:invoke|function)>[^]*$/, '');
  if (/^\s*[{[]/.test(inner)) {
    const args = inner.trim().replace(/^```\w*\s*|\s*```$/g, '');
    return { kind: 'calls', calls: [{ name, args: { kind: 'json', value: args } }] };
  }
  if (inner.trim() === '') return { kind: 'calls', calls: [{ name, args: { kind: 'json', value: {} } }] };
  const values = parameters(inner);
  if (values) return { kind: 'calls', calls: [{ name, args: { kind: 'untyped', values } }] };
  return malformed('its parameters cannot be told apart', name);
}

/** `<parameter name="a">v</parameter>`, `<parameter=a>\nv\n</parameter>`, `<a>v</a>`; undefined when something is left over. */
function parameters(body: string): Values | undefined {
  const named =
    /\s*<(?:[^\s<>/]*[:|\uff5c])?parameter(?:\s+name\s*=\s*["']([^"']+)["'][^>]*|=\s*["']?([^>"'\s]+)["']?)\s*>([^]*?)<\/(?:[^\s<>/]*[:|\uff5c])?parameter>/y;
  const plain = /\s*<([A-Za-z_][\w-]*)>([^]*?)<\/\1>/y;
  return (
    collect(body, named, (match) => [match[1] ?? match[2] ?? '', unpad(match[3] ?? '')]) ??
    collect(body, plain, (match) => [match[1] ?? '', unpad(match[2] ?? '')])
  );
}

/** A value that holds a tag of a call has probably swallowed its neighbour, whose closing tag is damaged. */
const callTag = /<\/?(?:[^\s<>/]*[:|\uff5c])?(?:parameter|invoke|function|tool_call|arg_key|arg_value)\b/;

function collect(
  body: string,
  pattern: RegExp,
  read: (match: RegExpExecArray) => readonly [string, string],
): Values | undefined {
  const values: Values = [];
  let at = 0;
  for (;;) {
    pattern.lastIndex = at;
    const match = pattern.exec(body);
    if (!match) break;
    values.push(read(match));
    at = pattern.lastIndex;
  }
  const names = new Set(values.map(([name]) => name));
  const whole = values.length > 0 && body.slice(at).trim() === '' && names.size === values.length;
  return whole && !values.some(([, value]) => callTag.test(value)) ? values : undefined;
}

/** Templates put each value on lines of its own: one line break on either side is not part of it. */
function unpad(value: string): string {
  return value.replace(/^\r?\n/, '').replace(/\r?\n$/, '');
}

/** GLM: the name, then `<arg_key>a</arg_key><arg_value>v</arg_value>` pairs. */
function callsFromArgPairs(payload: string): PayloadReading {
  const name = /^\s*([\w.:-]+)/.exec(payload)?.[1];
  if (name === undefined) return malformed('it names no tool');
  const body = payload.slice(payload.indexOf(name) + name.length);
  if (body.trim() === '') return { kind: 'calls', calls: [{ name, args: { kind: 'json', value: {} } }] };
  const pair = /\s*<arg_key>([^]*?)<\/arg_key>\s*<arg_value>([^]*?)<\/arg_value>/y;
  const values = collect(body, pair, (match) => [(match[1] ?? '').trim(), unpad(match[2] ?? '')]);
  if (values) return { kind: 'calls', calls: [{ name, args: { kind: 'untyped', values } }] };
  return malformed('its arguments cannot be told apart', name);
}

/** What stands inside a call tag, in whichever of the ways models fill it. */
export function callsFromTagged(payload: string, ctx: Pick<DialectContext, 'tools'>): PayloadReading {
  const text = payload.trimStart();
  if (/^(?:```\w*\s*)?[{[]/.test(text)) return callsFromJson(payload, ctx, { marked: true });
  if (text.startsWith('<') && !text.startsWith('<arg_key>')) return callsFromTags(payload);
  if (/^[\w.:-]+\s*\{/.test(text)) return namedJson(text);
  return callsFromArgPairs(payload);
}

/** `name{"a": 1}`. */
function namedJson(text: string): PayloadReading {
  const match = /^\s*([\w.:-]+)\s*(\{[^]*)$/.exec(text);
  if (!match) return malformed('it names no tool');
  return {
    kind: 'calls',
    calls: [{ name: match[1] ?? '', args: { kind: 'json', value: (match[2] ?? '').trim() } }],
  };
}
