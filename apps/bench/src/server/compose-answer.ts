import type { Plan } from './plan.ts';
import type { WireFormat } from './wire-format.ts';

/** An answer as bytes, ready to be written: what comes before the pause of the plan, and after it. */
export interface ComposedAnswer {
  readonly first: Buffer;
  readonly rest: Buffer | undefined;
}

/** The answer to a request that does not stream. */
export function composeJson(format: WireFormat, plan: Plan, step: number): ComposedAnswer {
  return { first: withLength('200 OK', 'application/json', format.json(plan, step)), rest: undefined };
}

/** A streamed answer: each network chunk is a chunk of HTTP, which clients hand on one by one however they were read. */
export function composeStream(format: WireFormat, plan: Plan, step: number): ComposedAnswer {
  const { head, deltas, tail } = format.events(plan, step);
  const chunks = [...head, ...grouped(deltas, plan.perChunk), ...tail].map(httpChunk);
  const top = headOf('200 OK', 'text/event-stream; charset=utf-8', 'transfer-encoding: chunked');
  const early = head.length + 1;
  const opening = `${top}${chunks.slice(0, early).join('')}`;
  const rest = `${chunks.slice(early).join('')}0\r\n\r\n`;
  return plan.pauseMs > 0
    ? { first: Buffer.from(opening), rest: Buffer.from(rest) }
    : { first: Buffer.from(opening + rest), rest: undefined };
}

/** An answer that says what is wrong with the request. */
export function composeError(message: string): ComposedAnswer {
  const text = JSON.stringify({ error: { message, type: 'invalid_request_error', code: null, param: null } });
  return { first: withLength('400 Bad Request', 'application/json', text), rest: undefined };
}

function withLength(status: string, type: string, text: string): Buffer {
  return Buffer.from(headOf(status, type, `content-length: ${Buffer.byteLength(text)}`) + text);
}

/** Such headers as hosts of models send, besides those that say how to read the body. */
const usualHeaders = [
  'date: Sat, 21 Nov 2026 12:00:00 GMT',
  'server: bench',
  'cache-control: no-cache',
  'strict-transport-security: max-age=31536000; includeSubDomains',
  'x-content-type-options: nosniff',
  'x-request-id: req_0123456789abcdef0123456789abcdef',
  'x-ratelimit-limit-requests: 10000',
  'x-ratelimit-limit-tokens: 2000000',
  'x-ratelimit-remaining-requests: 9999',
  'x-ratelimit-remaining-tokens: 1999000',
  'x-ratelimit-reset-requests: 6ms',
  'x-ratelimit-reset-tokens: 30ms',
];

function headOf(status: string, type: string, length: string): string {
  return `${[`HTTP/1.1 ${status}`, ...usualHeaders, `content-type: ${type}`, length].join('\r\n')}\r\n\r\n`;
}

function grouped(events: readonly string[], size: number): string[] {
  const groups: string[] = [];
  for (let at = 0; at < events.length; at += size) groups.push(events.slice(at, at + size).join(''));
  return groups;
}

const httpChunk = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
