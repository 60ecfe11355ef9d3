import { ConfigError } from '@pegboard/core';
import { guardedFetch } from '@pegboard/guard';
import type * as z from 'zod';
import type {
  CommonOptions,
  KeyDefinition,
  Service,
  ServiceRequest,
  ServiceToolDefinition,
  TextAnswer,
} from './service-definition.ts';
import { checkAddress } from './check-address.ts';
import { exchange, maxBytes } from './exchange.ts';
import { notJson, refused, toldProblem, unfitAnswer } from './service-error.ts';
import { envOf, resolveKey } from './service-key.ts';

type Definition = Pick<
  ServiceToolDefinition<z.ZodObject, z.ZodType, z.ZodObject>,
  | 'factory'
  | 'title'
  | 'baseURL'
  | 'baseVariable'
  | 'protocol'
  | 'hosts'
  | 'key'
  | 'headers'
  | 'refusal'
  | 'hints'
> & { readonly problem?: ((body: unknown) => string | undefined) | undefined };

/** For one request. */
export const defaultTimeoutMs = 20_000;

const userAgent = 'Mozilla/5.0 (compatible; Pegboard; +https://github.com/pegboard/pegboard)';

/** Where the service is: as the developer says, else its own address. Throws `ConfigError` where nobody said it, or not so that it can be used. */
export function addressOf(definition: Definition, options: CommonOptions): string {
  const address = ownAddress(definition, options) ?? definition.baseURL;
  if (address === undefined) throw noAddress(definition);
  return checkAddress(definition, address);
}

function ownAddress({ baseVariable }: Definition, options: CommonOptions): string | undefined {
  return options.baseURL ?? (baseVariable === undefined ? undefined : envOf(options, baseVariable));
}

/** The way to a service, for each call with its signal. Throws `ConfigError` where nobody said the address. */
export function createService(
  definition: Definition,
  options: CommonOptions,
): (signal: AbortSignal) => Service {
  const address = addressOf(definition, options);
  const own = ownAddress(definition, options);
  let send = options.fetch;
  return (signal) => {
    const ask = async (request: ServiceRequest): Promise<TextAnswer> => {
      const key = await resolveKey(definition, options, signal);
      const url = urlOf(own ?? request.base ?? address, request);
      const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
      send ??= fetchOf(definition, own, timeoutMs);
      const init = initOf(definition, request, key);
      const limits = { title: definition.title, timeoutMs, signal };
      const answer = withoutKey(await exchange(send, url, init, limits), key);
      if (isGood(answer.status)) return answer;
      throw refused(definition, answer, key === undefined ? [] : [key]);
    };
    return {
      text: ask,
      json: async (schema, request) => {
        const { text } = await ask(request);
        return readJson(definition, schema, text);
      },
    };
  };
}

/** What a service echoes must not hand the key to the model. */
function withoutKey(answer: TextAnswer, key = ''): TextAnswer {
  return key.length < 8 ? answer : { ...answer, text: answer.text.replaceAll(key, '[redacted]') };
}

function isGood(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Reaches the service and nothing else; a server of the developer's own may stand in a private network. */
function fetchOf(
  { baseURL, hosts = [], key }: Definition,
  own: string | undefined,
  timeoutMs: number,
): typeof fetch {
  const limits = {
    timeoutMs,
    maxBytes,
    maxRedirects: 2,
    credentialHeaders: key ? [key.header] : [],
  };
  if (own !== undefined) {
    const { hostname, port, protocol } = new URL(own);
    const host = `${hostname}:${port || (protocol === 'http:' ? 80 : 443)}`;
    return guardedFetch({ ...limits, allow: [host], only: [host] });
  }
  const only = [...(baseURL === undefined ? [] : [new URL(baseURL).hostname]), ...hosts];
  return guardedFetch({ ...limits, only });
}

function urlOf(base: string, { path, query = {} }: ServiceRequest): URL {
  const url = new URL(base.replace(/\/+$/, '') + path);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, String(value));
  return url;
}

function initOf(
  { headers = {}, key: definition }: Definition,
  { json, form, headers: more = {} }: ServiceRequest,
  key: string | undefined,
): RequestInit {
  const body = json ? JSON.stringify(json) : form && new URLSearchParams(definedOf(form)).toString();
  return {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      accept: 'application/json',
      'user-agent': userAgent,
      ...(body !== undefined && {
        'content-type': json ? 'application/json' : 'application/x-www-form-urlencoded',
      }),
      ...headers,
      ...more,
      ...(key !== undefined && definition && keyHeader(definition, key)),
    },
    ...(body !== undefined && { body }),
  };
}

function keyHeader({ header, prefix = '' }: KeyDefinition, key: string): Record<string, string> {
  return { [header]: prefix + key };
}

function definedOf(form: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(form).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function readJson<S extends z.ZodType>(definition: Definition, schema: S, text: string): z.output<S> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw notJson(definition, text);
  }
  const problem = definition.problem?.(body);
  if (problem !== undefined) throw toldProblem(definition, problem);
  const { success, data, error } = schema.safeParse(body);
  if (success) return data;
  throw unfitAnswer(definition, error);
}

function noAddress({ factory, title, baseVariable = '' }: Definition): ConfigError {
  return new ConfigError({
    what: `${factory} needs the address of a server`,
    evidence: `Neither the option baseURL nor the environment variable ${baseVariable} names one of ${title}`,
    fix: `Set ${baseVariable} or pass baseURL`,
  });
}
