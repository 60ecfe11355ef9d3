import { defineTool, type Tool } from '@pegboard/core';
import { guardedFetch } from '@pegboard/guard';
import * as z from 'zod';
import { jsonValue } from '../data/json-value.ts';
import { type BodyInput, bodyInput, bodyOf } from './http-body.ts';
import { type HttpAccess, type HttpOptions, readHttpOptions } from './http-options.ts';
import { readAnswer } from './read-answer.ts';
import { sendAgain } from './send-again.ts';

export interface HttpRequestOptions extends HttpOptions {
  /** Default all: GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE. */
  readonly methods?: readonly HttpMethod[];
}

export type HttpMethod = (typeof methods)[number];

const methods = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const reading = ['GET', 'HEAD', 'OPTIONS'];
const repeatable = [...reading, 'PUT', 'DELETE'];

const inputOf = (allowed: readonly HttpMethod[]) =>
  z
    .object({
      url: z.url().max(8_000).describe('With http:// or https://.'),
      method: z.enum(allowed).default(allowed[0] ?? 'GET'),
      query: z.record(z.string(), z.string()).optional().describe('Added to the URL.'),
      headers: z.record(z.string(), z.string()).optional().describe('Headers to send, by their names.'),
      ...bodyInput(),
    })
    .meta({ examples: [{ url: 'https://example.com/api/items', query: { page: '2' } }] });

type HttpInput = z.infer<ReturnType<typeof inputOf>>;

const output = () =>
  z.object({
    status: z.int(),
    ok: z.boolean().describe('The status is from 200 to 299.'),
    url: z.string().describe('Where the answer came from, after redirects.'),
    headers: z.record(z.string(), z.string()),
    json: jsonValue().optional(),
    text: z.string().optional(),
    base64: z.string().optional().describe('A body that is no text.'),
  });

/**
 * `http_request`: any HTTP request to public hosts, by `guardedFetch`. It carries the tag `outward`: once untrusted content is in the
 * conversation it asks for approval.
 */
export function httpRequest(
  options: HttpRequestOptions = {},
): Tool<z.input<ReturnType<typeof inputOf>>, z.infer<ReturnType<typeof output>>> {
  const { methods: allowed = methods, ...rest } = options;
  const access = readHttpOptions(rest);
  const fetch = guardedFetch(access.guard);
  const { timeoutMs = 30_000 } = rest;
  return defineTool({
    name: 'http_request',
    description:
      'Sends an HTTP request to a web API and gives status, headers and body. Use it for APIs and for files in JSON or text; to read a web page for people use fetch_page. Give the body in one of "json", "form", "text" or "base64". The answer comes as "json" or "text" by its content type, anything else as "base64". A status of 400 or more is an answer like any other: read it. Only public hosts can be reached; private and local addresses are refused, also behind redirects. GET, PUT and DELETE are tried again when the network fails; POST and PATCH never are.',
    input: inputOf(allowed),
    output: output(),
    trust: 'untrusted',
    tags: ['outward'],
    effects: ({ method, url }) =>
      reading.includes(method)
        ? { reads: [originOf(url)], idempotent: true }
        : { writes: [originOf(url)], idempotent: repeatable.includes(method) },
    timeoutMs: timeoutMs === false ? false : timeoutMs * 3 + 5_000,
    maxResultChars: 30_000,
    metadata: { annotations: { openWorldHint: true } },
    execute: async (input, { signal }) => {
      const response = await sendAgain(() => send(fetch, access, input, signal), {
        repeatable: repeatable.includes(input.method),
        signal,
      });
      const { status, ok, url, headers } = response;
      return { status, ok, url, headers: shown(headers), ...(await readAnswer(response)) };
    },
  });
}

function send(
  fetch: typeof globalThis.fetch,
  { headersFor }: HttpAccess,
  { url, method, query = {}, headers = {}, ...rest }: HttpInput,
  signal: AbortSignal,
): Promise<Response> {
  const target = new URL(url);
  for (const [name, value] of Object.entries(query)) target.searchParams.append(name, value);
  const { body, contentType } = bodyOf(definedOf(rest));
  const sent = new Headers(headers);
  if (contentType !== undefined && !sent.has('content-type')) sent.set('content-type', contentType);
  for (const [name, value] of Object.entries(headersFor(target.origin))) sent.set(name, value);
  return fetch(target, { method, headers: sent, signal, ...(body !== undefined && { body }) });
}

function definedOf(body: { [K in keyof BodyInput]?: BodyInput[K] | undefined }): BodyInput {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}

function originOf(url: string): string {
  return URL.parse(url)?.origin ?? url;
}

const hidden =
  /^(set-cookie|www-authenticate|proxy-|authorization|nel$|report-to|content-security-policy|alt-svc)/;

/** What a model can use; cookies are no business of it. */
function shown(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => !hidden.test(name)).slice(0, 40));
}
