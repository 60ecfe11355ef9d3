import { inspect } from 'node:util';
import {
  isProviderError,
  type JsonObject,
  type ModelBatch,
  type ModelRequest,
  type Provider,
  type ProviderError,
} from '@pegboard/core';
import { check } from '../conformance/check.ts';
import { settle, within } from '../conformance/settle.ts';
import { type Exchange, type LoopbackServer, startLoopback } from '../loopback/loopback-server.ts';
import { apiKey, requestFor } from './model-request.ts';
import type { ProviderSubject } from './provider-subject.ts';
import { type Delivery, sendAnswer, sendError } from './send-answer.ts';
import { checkEvents, type Transcript, transcriptOf } from './transcript.ts';
import type { WireAnswer, WireError, WireFormat, WireRequest } from './wire-format.ts';

/** How the server answers one request. */
export type Reply = (exchange: Exchange, request: SeenRequest) => Promise<void> | void;

/** A model call as the server saw it. */
export interface SeenRequest {
  readonly body: JsonObject;
  readonly text: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly stream: boolean;
  readonly facts: WireRequest;
}

export interface CollectOptions {
  /** After each batch. */
  readonly onBatch?: (batch: ModelBatch) => void;
  /** Milliseconds; default 5,000. */
  readonly ms?: number;
}

/** A server with a script, a provider that talks to it, and ways to run calls that check the contract each time. */
export interface ProviderBench extends AsyncDisposable {
  readonly wire: WireFormat;
  readonly provider: Provider;
  readonly subject: ProviderSubject;
  readonly seen: readonly SeenRequest[];
  readonly server: LoopbackServer;
  /** A frozen request; `signal` and all else can be given. */
  readonly ask: (change?: Partial<ModelRequest>) => ModelRequest;
  /** Queues the answer to the next request. */
  readonly answer: (answer: WireAnswer, delivery?: Delivery) => void;
  readonly refuse: (error: WireError, headers?: Readonly<Record<string, string>>) => void;
  readonly reply: (reply: Reply) => void;
  /** Runs a call that must succeed. */
  readonly run: (request?: ModelRequest, options?: CollectOptions) => Promise<Transcript>;
  /** Runs a call that must reject with a ProviderError. */
  readonly fail: (
    request?: ModelRequest,
    options?: CollectOptions,
  ) => Promise<{ error: ProviderError; transcript: Transcript }>;
  /** Runs a call that must reject; nothing is asked of the error but that it holds no key. */
  readonly stop: (
    request: ModelRequest,
    options?: CollectOptions,
  ) => Promise<{ error: unknown; transcript: Transcript }>;
  /** Forgets invalid requests and answers that are still queued: the case allows them. */
  readonly forgive: () => void;
  /** Fails when a request was invalid, not expected, or an answer was not asked for. */
  readonly checkServer: () => void;
}

/** Starts a server and makes the provider under test. */
export async function openBench(subject: ProviderSubject): Promise<ProviderBench> {
  const { wire } = subject;
  const replies: Reply[] = [];
  const seen: SeenRequest[] = [];
  const problems: string[] = [];
  const server = await startLoopback((exchange) => handle(exchange, subject, { replies, seen, problems }));
  const provider = await subject.create({ baseURL: server.origin, apiKey });

  const ask: ProviderBench['ask'] = (change) => requestFor(subject.model ?? 'test-model', change);
  const reply = (next: Reply): void => void replies.push(next);
  const stop: ProviderBench['stop'] = handled(async (request, options) => {
    const batches: ModelBatch[] = [];
    const outcome = await settle('the call', collect(provider, request, batches, options), options?.ms);
    if (outcome.ok) check(false, 'the call should fail, but it succeeded');
    // The check above never returns for `ok`.
    const { error } = outcome as { error: unknown };
    const transcript = transcriptOf(batches);
    checkEvents(transcript, false);
    check(!inspect(error, { depth: 8 }).includes(apiKey), 'the error must not hold the API key');
    return { error, transcript };
  });
  return {
    wire,
    provider,
    subject,
    seen,
    server,
    ask,
    reply,
    stop,
    answer: (answer, delivery) =>
      reply((exchange, { stream }) => sendAnswer(exchange, subject, answer, stream, delivery)),
    refuse: (error, headers) =>
      reply((exchange) => sendError(exchange, error.status, wire.errorBody(error), headers)),
    run: handled(async (request = ask(), options = {}) => {
      const batches: ModelBatch[] = [];
      await within('the call', collect(provider, request, batches, options), options.ms);
      const transcript = transcriptOf(batches);
      checkEvents(transcript, true);
      return transcript;
    }),
    fail: handled(async (request = ask(), options) => {
      const { error, transcript } = await stop(request, options);
      check(isProviderError(error), `the call must reject with a ProviderError, not with ${inspect(error)}`);
      return { error, transcript };
    }),
    forgive() {
      problems.length = 0;
      replies.length = 0;
    },
    checkServer() {
      check(problems.length === 0, `the host refused what the provider sent:\n  ${problems.join('\n  ')}`);
      check(replies.length === 0, `${replies.length} answers of the script were never asked for`);
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
}

/** A case that fails may never await a call that it began. */
function handled<Args extends readonly unknown[], T>(
  call: (...args: Args) => Promise<T>,
): (...args: Args) => Promise<T> {
  return (...args) => {
    const running = call(...args);
    running.catch(() => {});
    return running;
  };
}

async function collect(
  provider: Provider,
  request: ModelRequest,
  batches: ModelBatch[],
  { onBatch }: CollectOptions = {},
): Promise<void> {
  for await (const batch of provider.stream(request)) {
    batches.push(batch);
    onBatch?.(batch);
  }
}

interface ServerState {
  readonly replies: Reply[];
  readonly seen: SeenRequest[];
  readonly problems: string[];
}

async function handle(
  exchange: Exchange,
  { wire, tamper }: ProviderSubject,
  state: ServerState,
): Promise<void> {
  const { method, path, url, headers, text } = exchange.request;
  const refuse = (message: string): Promise<void> => {
    state.problems.push(message);
    return sendError(exchange, 400, wire.errorBody({ status: 400, message }));
  };
  if (!wire.accepts(method, path)) return refuse(`${method} ${path} is not an address of this API`);
  const type = headers['content-type'] ?? '';
  if (!/^application\/json\b/.test(type))
    return refuse(`content-type is "${type}" instead of application/json`);
  let body: JsonObject;
  try {
    body = JSON.parse(text) as JsonObject;
  } catch {
    return refuse(`the body is not JSON: ${text.slice(0, 200)}`);
  }
  if (tamper?.request) body = tamper.request(body);
  const violations = wire.violations(body, url, headers);
  if (violations.length > 0) return refuse(violations.join('; '));
  const seen: SeenRequest = {
    body,
    text,
    url,
    headers,
    stream: wire.wantsStream(body, url),
    facts: wire.readRequest(body, url),
  };
  state.seen.push(seen);
  const reply = state.replies.shift();
  if (!reply) return refuse('a request came that the case does not expect; providers do not retry');
  await reply(exchange, seen);
}
