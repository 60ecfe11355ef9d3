import { ConfigError } from '@pegboard/core';
import { checkOptionKinds, type OptionKind } from '@pegboard/core/tools';
import { type CompiledRules, compileRules, type UrlRules } from '../rules/url-rules.ts';

/** The addresses of a host name. */
export type Lookup = (
  host: string,
  options: { readonly signal: AbortSignal },
) => Promise<readonly string[]> | readonly string[];

export interface GuardOptions extends UrlRules {
  /** Milliseconds from the call to the end of the body, redirects included; `false`: no limit. Default 30,000. */
  readonly timeoutMs?: number | false;
  /** Milliseconds to look a name up, connect and shake hands, per request; `false`: no limit. Default 10,000. */
  readonly connectTimeoutMs?: number | false;
  /** Bytes of a body after decompression. Default 10,000,000. */
  readonly maxBytes?: number;
  /** Bytes of all headers of an answer. Default 16,384. */
  readonly maxHeaderBytes?: number;
  /** Default 5; 0 refuses every redirect. */
  readonly maxRedirects?: number;
  /** Follows redirects from https to http. Default false. */
  readonly allowDowngrade?: boolean;
  /** Headers that hold secrets, besides authorization, cookie and proxy-authorization: a redirect to another origin loses them. */
  readonly credentialHeaders?: readonly string[];
  /** Certificates (PEM) to trust in place of the usual ones. */
  readonly ca?: string | readonly string[];
  /** In place of the resolver of the system. Whatever it gives is checked. */
  readonly lookup?: Lookup;
  /**
   * An http or https proxy. It is asked to connect (CONNECT) to the checked address, so that it resolves no name itself.
   * Default: none; variables such as HTTPS_PROXY are never read.
   */
  readonly proxy?: string | URL;
}

export interface GuardSettings {
  readonly rules: CompiledRules;
  readonly timeoutMs: number | false;
  readonly connectTimeoutMs: number | false;
  readonly maxBytes: number;
  readonly maxHeaderBytes: number;
  readonly maxRedirects: number;
  readonly allowDowngrade: boolean;
  readonly credentialHeaders: ReadonlySet<string>;
  readonly ca?: string | string[];
  readonly lookup?: Lookup;
  readonly proxy?: URL;
}

const numbers = ['timeoutMs', 'connectTimeoutMs', 'maxBytes', 'maxHeaderBytes', 'maxRedirects'] as const;

/** Numbers, hosts and the proxy are looked at more closely than by kind. */
const known = {
  allow: 'any',
  deny: 'any',
  only: 'any',
  ports: 'any',
  timeoutMs: 'any',
  connectTimeoutMs: 'any',
  maxBytes: 'any',
  maxHeaderBytes: 'any',
  maxRedirects: 'any',
  allowDowngrade: 'flag',
  credentialHeaders: 'texts',
  ca: 'any',
  lookup: 'function',
  proxy: 'any',
} satisfies Record<keyof GuardOptions, OptionKind>;

/** Throws `ConfigError` for what cannot be meant: a slip in a security option must not count as nothing said. */
export function readGuardOptions(options: GuardOptions): GuardSettings {
  checkOptionKinds('guardedFetch', options, known);
  checkNumbers(options);
  const { ca, lookup, proxy } = options;
  return {
    rules: compileRules(options),
    timeoutMs: options.timeoutMs ?? 30_000,
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
    maxBytes: options.maxBytes ?? 10_000_000,
    maxHeaderBytes: options.maxHeaderBytes ?? 16_384,
    maxRedirects: options.maxRedirects ?? 5,
    allowDowngrade: options.allowDowngrade ?? false,
    credentialHeaders: new Set([
      'authorization',
      'cookie',
      'proxy-authorization',
      ...(options.credentialHeaders ?? []).map((name) => name.toLowerCase()),
    ]),
    ...(ca !== undefined && { ca: typeof ca === 'string' ? ca : [...ca] }),
    ...(lookup && { lookup }),
    ...(proxy !== undefined && { proxy: readProxy(proxy) }),
  };
}

function checkNumbers(options: GuardOptions): void {
  for (const key of numbers) {
    const value = options[key];
    if (value === undefined || (value === false && key.endsWith('Ms'))) continue;
    if (typeof value === 'number' && value >= 0) continue;
    throw new ConfigError({
      what: `"${key}" must be a number of at least 0${key.endsWith('Ms') ? ', or false' : ''}`,
      evidence: `It is ${typeof value === 'number' ? value : `of type ${typeof value}`}`,
      fix: 'Leave it out for the default',
    });
  }
}

function readProxy(proxy: string | URL): URL {
  const url = URL.parse(String(proxy));
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new ConfigError({
    what: 'The proxy cannot be used',
    evidence: url ? `Its scheme is "${url.protocol}"` : 'It is not a URL',
    fix: 'Pass http://host:port or https://host:port',
  });
}
