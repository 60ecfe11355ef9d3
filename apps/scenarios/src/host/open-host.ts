import type { JsonObject } from '@pegboard/core';
import type { WireAnswer, WireError, WireFormat, WireRequest } from '@pegboard/testing';
import { excerpt } from './excerpt.ts';
import { type Received, type Sent, serve } from './serve.ts';

/** A model call as the host read it. */
export interface SeenRequest {
  readonly text: string;
  readonly streamed: boolean;
  readonly facts: WireRequest;
  /** False where the host was told to fail. */
  readonly answered: boolean;
}

/** What the host says next: an answer, a failure, or what it makes of the request. */
export type Line = WireAnswer | WireError | ((facts: WireRequest) => WireAnswer | Promise<WireAnswer>);

/** A strict host of one API that answers by a script. */
export interface Host extends AsyncDisposable {
  readonly wire: WireFormat;
  readonly origin: string;
  readonly seen: readonly SeenRequest[];
  /** What was wrong with requests, each with a piece of the request. */
  readonly problems: readonly string[];
  /** Adds to the script. */
  readonly script: (...lines: readonly Line[]) => void;
  /** What it says when the script is over; default: it refuses. */
  readonly always: (line: Line) => void;
  /** Lines of the script that nobody has asked for. */
  readonly left: number;
}

/** Opens a host on 127.0.0.1. What its API would refuse it refuses, and remembers. */
export async function openHost(wire: WireFormat): Promise<Host> {
  const lines: Line[] = [];
  let otherwise: Line | undefined;
  const seen: SeenRequest[] = [];
  const problems: string[] = [];
  const refuse = (problem: string, request: Received): Sent => {
    problems.push(`${wire.codec} refused request ${seen.length + 1}: ${problem}\n${excerpt(request.text)}`);
    return failed(wire, { status: 400, message: problem });
  };
  const server = await serve(async (request) => {
    const body = parse(request.text);
    const path = request.url.split('?', 1)[0] ?? '';
    if (!body || !wire.accepts(request.method, path))
      return refuse(`${request.method} ${request.url} is no model call with JSON`, request);
    const violations = wire.violations(body, request.url, request.headers);
    if (violations.length > 0) return refuse(violations.join('; '), request);
    const line = lines.shift() ?? otherwise;
    if (!line) return refuse('the script has no answer for it', request);
    const streamed = wire.wantsStream(body, request.url);
    const facts = wire.readRequest(body, request.url);
    const answered = !('status' in line);
    seen.push({ text: request.text, streamed, facts, answered });
    if ('status' in line) return failed(wire, line);
    return answer(wire, typeof line === 'function' ? await line(facts) : line, streamed);
  });
  return {
    wire,
    origin: server.origin,
    seen,
    problems,
    script: (...more) => void lines.push(...more),
    always: (line) => void (otherwise = line),
    get left() {
      return lines.length;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function parse(text: string): JsonObject | undefined {
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    return undefined;
  }
}

function answer(wire: WireFormat, said: WireAnswer, streamed: boolean): Sent {
  if (!streamed) return { status: 200, type: 'application/json', chunks: [JSON.stringify(wire.body(said))] };
  const type = wire.framing === 'sse' ? 'text/event-stream' : 'application/x-ndjson';
  return { status: 200, type, chunks: wire.frames(said) };
}

function failed(wire: WireFormat, error: WireError): Sent {
  return { status: error.status, type: 'application/json', chunks: [JSON.stringify(wire.errorBody(error))] };
}
