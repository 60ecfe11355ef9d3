import type { JsonValue } from '@pegboard/core';
import { canonical, check } from '../conformance/check.ts';
import { type Exchange, type ReceivedRequest, startLoopback } from '../loopback/loopback-server.ts';
import { type Chunking, splitBytes } from '../loopback/split-bytes.ts';
import { bytesOf, readRecording, type RecordedStep, type Recording } from './recording.ts';

export interface ReplayOptions {
  /** How response bodies are cut into network chunks; default `whole`. */
  readonly chunking?: Chunking;
  /**
   * What has to be equal in the body of a request and in the recorded one, such as roles and call ids. Default: bodies are
   * not compared, as every client words its requests in its own way.
   */
  readonly facts?: (body: JsonValue) => unknown;
}

/** A server that plays one recording. */
export interface Replay extends AsyncDisposable {
  /** `http://127.0.0.1:port`; the recorded path goes behind it. */
  readonly baseURL: string;
  /** Every request so far, with its body parsed where it is JSON. */
  readonly requests: readonly (ReceivedRequest & { readonly body?: JsonValue })[];
  /** Steps not yet asked for. */
  readonly remaining: readonly RecordedStep[];
  /** Requests that did not fit, one sentence each. */
  readonly problems: readonly string[];
  /** Throws when a request did not fit, or when steps are left. */
  verify(): void;
  close(): Promise<void>;
}

/**
 * Plays a recording, or the file of one, on 127.0.0.1: each request must be the next step by method and path. Any other is
 * answered with status 599 and noted in `problems`.
 */
export async function replayWire(
  source: string | URL | Recording,
  options: ReplayOptions = {},
): Promise<Replay> {
  const recording =
    typeof source === 'string' || source instanceof URL ? await readRecording(source) : source;
  const steps = [...recording.steps];
  const requests: Replay['requests'][number][] = [];
  const problems: string[] = [];

  const server = await startLoopback(async (exchange) => {
    const request = withBody(exchange.request);
    requests.push(request);
    const step = steps[0];
    const problem = step
      ? mismatch(request, step, options.facts)
      : `${request.method} ${request.url} comes after the last step`;
    if (problem !== undefined || step === undefined) {
      problems.push(`Request ${requests.length}: ${problem ?? ''}`);
      return refuse(exchange, problem ?? '');
    }
    steps.shift();
    await play(exchange, step, options.chunking ?? 'whole');
  });
  return {
    baseURL: server.origin,
    requests,
    remaining: steps,
    problems,
    verify() {
      const left = steps.map(({ request }) => `Never asked for: ${request.method} ${request.path}`);
      check(
        problems.length + left.length === 0,
        [`The traffic of ${recording.name} differs:`, ...problems, ...left].join('\n  '),
      );
    },
    close: () => server.close(),
    [Symbol.asyncDispose]: () => server.close(),
  };
}

function withBody(request: ReceivedRequest): Replay['requests'][number] {
  try {
    return { ...request, body: JSON.parse(request.text) as JsonValue };
  } catch {
    return request;
  }
}

function mismatch(
  request: Replay['requests'][number],
  { request: recorded }: RecordedStep,
  facts: ReplayOptions['facts'],
): string | undefined {
  const [is, should] = [`${request.method} ${request.url}`, `${recorded.method} ${recorded.path}`];
  if (is !== should) return `it is ${is}, the recording has ${should}`;
  if (!facts || recorded.body === undefined) return undefined;
  if (request.body === undefined) return 'its body is not JSON';
  const [found, wanted] = [canonical(facts(request.body)), canonical(facts(recorded.body))];
  return found === wanted ? undefined : `its facts are ${found}, the recording has ${wanted}`;
}

async function play(exchange: Exchange, { response }: RecordedStep, chunking: Chunking): Promise<void> {
  exchange.head(response.status, response.headers ?? {});
  for (const chunk of splitBytes(bytesOf(response), chunking)) await exchange.write(chunk);
  exchange.end();
}

async function refuse(exchange: Exchange, message: string): Promise<void> {
  exchange.head(599, { 'content-type': 'application/json' });
  await exchange.write(JSON.stringify({ error: { message: `Not in the recording: ${message}` } }));
  exchange.end();
}
