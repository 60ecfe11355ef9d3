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
  const lines = [
    'HTTP/1.1 200 OK',
    'content-type: text/event-stream; charset=utf-8',
    'transfer-encoding: chunked',
  ];
  const early = head.length + 1;
  const opening = `${lines.join('\r\n')}\r\n\r\n${chunks.slice(0, early).join('')}`;
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
  const head = `HTTP/1.1 ${status}\r\ncontent-type: ${type}\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n`;
  return Buffer.from(head + text);
}

function grouped(events: readonly string[], size: number): string[] {
  const groups: string[] = [];
  for (let at = 0; at < events.length; at += size) groups.push(events.slice(at, at + size).join(''));
  return groups;
}

const httpChunk = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
