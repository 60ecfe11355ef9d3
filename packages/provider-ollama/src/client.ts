import {
  type CallInfo,
  ConfigError,
  fromFetchResponse,
  type HttpResponse,
  toNetworkError,
  type Transport,
  withDeadline,
} from '@pegboard/core/provider';
import { explainRefusal } from './explain-refusal.ts';

/** What we use of `new Ollama()`, version 0.5 and up, without needing the package ollama. */
export interface OllamaClient {
  chat(request: { model: string; messages: []; stream: false }): Promise<unknown>;
  show(request: { model: string }): Promise<unknown>;
  list(): Promise<unknown>;
}

/** What the types of the package hide. */
interface Internals {
  readonly config?: { readonly host?: unknown };
  readonly fetch?: typeof fetch;
}

/**
 * The client carries our body with its own address and headers. It takes no signal, changes the request that it is given, reads files that
 * are named in place of images, skips broken lines and writes to the console: so each call has a client of its own, which is the given one
 * with another `fetch`, that sends our bytes and keeps the answer for us.
 */
export function createClientTransport(provider: string, client: OllamaClient): Transport {
  return async ({ path, body, model, signal }) => {
    const send = (own: OllamaClient): Promise<unknown> =>
      path === '/api/show' ? own.show({ model }) : own.chat({ model, messages: [], stream: false });
    const { response, secrets } = await sendByClient(client, { provider, model, signal, body }, send);
    return { response, secrets, url: hostOf(client) };
  };
}

export interface ClientCall {
  readonly provider: string;
  readonly model: string;
  readonly signal: AbortSignal;
  /** Sent in place of the client's own. */
  readonly body?: string;
}

export async function sendByClient(
  client: OllamaClient,
  call: ClientCall,
  send: (own: OllamaClient) => Promise<unknown>,
): Promise<{ readonly response: HttpResponse } & Pick<CallInfo, 'secrets'>> {
  const { signal } = call;
  const link = linkSignal(signal);
  const tap = createTap(client, call.body, link.signal);
  try {
    await withDeadline(() => send(tap.client), { ms: false, signal });
    if (!tap.response) throw notCarried();
    return { response: fromFetchResponse(tap.response, signal), secrets: tap.secrets };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw toClientError(tap.failure ?? error, client, call, tap.secrets);
  } finally {
    link.release();
  }
}

interface Tap {
  readonly client: OllamaClient;
  readonly response: Response | undefined;
  readonly failure: unknown;
  readonly secrets: readonly string[];
}

function createTap(client: OllamaClient, body: string | undefined, signal: AbortSignal): Tap {
  const send = (client as Internals).fetch ?? fetch;
  let response: Response | undefined;
  let failure: unknown;
  let secrets: readonly string[] = [];
  const tapped: typeof fetch = async (input, init) => {
    secrets = secretsIn(new Headers(init?.headers));
    try {
      response = await send(input, { ...init, ...(body !== undefined && { body }), signal });
    } catch (error) {
      failure = error;
      throw error;
    }
    // What the client makes of it is thrown away.
    return Response.json({});
  };
  return {
    // Descriptors, as `fetch` is read-only in the types and may be so one day.
    client: Object.create(client, { fetch: { value: tapped } }) as OllamaClient,
    get response() {
      return response;
    },
    get failure() {
      return failure;
    },
    get secrets() {
      return secrets;
    },
  };
}

function secretsIn(headers: Headers): string[] {
  const kept = [...headers].filter(([name]) => /auth|key|token|secret|cookie/.test(name));
  return kept.flatMap(([, value]) => [value, value.replace(/^\w+ /, '')]);
}

/** `fetch` may leave its listeners on the signal that it is given. */
function linkSignal(outer: AbortSignal): { readonly signal: AbortSignal; readonly release: () => void } {
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(outer.reason);
  if (outer.aborted) onAbort();
  outer.addEventListener('abort', onAbort, { once: true });
  return { signal: controller.signal, release: () => outer.removeEventListener('abort', onAbort) };
}

function hostOf(client: OllamaClient): string {
  const host = (client as Internals).config?.host;
  return typeof host === 'string' ? host : '';
}

function toClientError(
  error: unknown,
  client: OllamaClient,
  { provider, model }: ClientCall,
  secrets: readonly string[],
): unknown {
  if (error instanceof ConfigError) return error;
  const url = hostOf(client);
  return explainRefusal(toNetworkError({ provider, model, url, error, secrets }), url);
}

function notCarried(): ConfigError {
  return new ConfigError({
    what: 'The client has sent nothing through its fetch',
    fix: 'Pass a client of the npm package ollama, from 0.5 on, or none',
  });
}
