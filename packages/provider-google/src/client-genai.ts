import {
  fromFetchResponse,
  type Transport,
  type WireAnswer,
  type WireCall,
  withDeadline,
} from '@pegboard/core/provider';
import { type ClientCall, toClientError } from './client-errors.ts';
import { linkSignal, type LinkedSignal, toFrames, toPlain } from './client-frames.ts';

/** What we use of `new GoogleGenAI()`, without needing the package @google/genai. */
export interface GenAIClient {
  readonly vertexai?: boolean;
  readonly models: {
    generateContent(params: GenAIParams): Promise<unknown>;
    generateContentStream(params: GenAIParams): Promise<AsyncIterable<unknown>>;
    countTokens(params: GenAIParams): Promise<unknown>;
  };
}

export interface GenAIParams {
  model: string;
  contents: string;
  config: {
    abortSignal: AbortSignal;
    automaticContinuation?: false;
    automaticFunctionCalling?: { disable: true };
    httpOptions: {
      fetch?: typeof fetch;
      extraBody?: Record<string, unknown>;
      retryOptions: { attempts: number };
    };
  };
}

/** Read only to keep a key out of errors and to use the fetch that a caller chose. The types hide them. */
interface Internals {
  readonly apiKey?: unknown;
  readonly apiClient?: {
    readonly getFetch?: () => typeof fetch | undefined;
    readonly getBaseUrl?: () => string;
  };
}

/**
 * The SDK rebuilds requests and answers out of what it knows, and drops the headers of errors. So it is given a `fetch` that sends our own
 * body in place of its, and whose answer we read ourselves. A client that takes no `fetch` (before 3.0) gets our body by `extraBody`, and
 * its chunks are read.
 */
export function createGenAITransport(provider: string, client: GenAIClient): Transport {
  const { apiClient, apiKey } = client as Internals;
  const takesFetch = typeof apiClient?.getFetch === 'function';
  return async (call) => {
    const link = linkSignal(call.signal);
    const tap = createTap(call.body, apiClient?.getFetch?.() ?? fetch);
    const failed: ClientCall = {
      provider,
      model: call.model,
      headers: {},
      url: apiClient?.getBaseUrl?.() ?? '',
      secrets: typeof apiKey === 'string' ? [apiKey] : [],
    };
    const carrier = takesFetch ? { fetch: tap.fetch } : { extraBody: parse(call.body) };
    try {
      const sent = (): Promise<unknown> => send(client, call, toParams(call, link, carrier));
      const found = await withDeadline(sent, { ms: false, signal: call.signal });
      if (!tap.answer) return toTypedAnswer(found, call, link, failed);
    } catch (error) {
      if (call.signal.aborted || !tap.answer) link.end();
      if (call.signal.aborted) throw call.signal.reason;
      if (!tap.answer) throw toClientError(tap.failure ?? error, failed);
    }
    link.release();
    return { ...tap.answer, response: fromFetchResponse(tap.answer.response, call.signal) };
  };
}

interface Tap {
  readonly fetch: typeof fetch;
  readonly answer:
    | { readonly response: Response; readonly url: string; readonly secrets: string[] }
    | undefined;
  readonly failure: unknown;
}

function createTap(body: string, own: typeof fetch): Tap {
  let answer: Tap['answer'];
  let failure: unknown;
  return {
    async fetch(input, init) {
      try {
        const response = await own(input, { ...init, body });
        const url = typeof input === 'string' ? input : response.url;
        answer = { response, url, secrets: secretsIn(new Headers(init?.headers)) };
      } catch (error) {
        failure = error;
        throw error;
      }
      // What the SDK makes of it is thrown away.
      return Response.json({});
    },
    get answer() {
      return answer;
    },
    get failure() {
      return failure;
    },
  };
}

function secretsIn(headers: Headers): string[] {
  const token = headers.get('authorization')?.replace(/^\w+ /, '');
  return [headers.get('x-goog-api-key'), token].filter((secret) => typeof secret === 'string');
}

function toParams(
  { model }: WireCall,
  { signal }: LinkedSignal,
  carrier: Pick<GenAIParams['config']['httpOptions'], 'fetch' | 'extraBody'>,
): GenAIParams {
  return {
    model,
    // The SDK wants some; ours take their place.
    contents: '-',
    config: { abortSignal: signal, httpOptions: { ...carrier, retryOptions: { attempts: 1 } } },
  };
}

function send({ models }: GenAIClient, { path, stream }: WireCall, params: GenAIParams): Promise<unknown> {
  if (path.endsWith(':countTokens')) return models.countTokens(params);
  const config = {
    ...params.config,
    automaticContinuation: false as const,
    automaticFunctionCalling: { disable: true as const },
  };
  return stream
    ? models.generateContentStream({ ...params, config })
    : models.generateContent({ ...params, config });
}

function toTypedAnswer(found: unknown, call: WireCall, link: LinkedSignal, failed: ClientCall): WireAnswer {
  const { url, secrets } = failed;
  if (!call.stream) {
    link.end();
    return { answer: toPlain(found), url, secrets };
  }
  // `generateContentStream` gives an iterable.
  const chunks = found as AsyncIterable<unknown>;
  return { frames: toFrames(chunks, link, (thrown) => toClientError(thrown, failed)), url, secrets };
}

function parse(body: string): Record<string, unknown> {
  return JSON.parse(body) as Record<string, unknown>;
}
