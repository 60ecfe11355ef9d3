import { ConfigError } from '@pegboard/core';
import type { GuardOptions } from '@pegboard/guard';

/** Which hosts can be reached and within which limits; by default all public ones and no other. */
export interface HttpOptions extends GuardOptions {
  /**
   * Headers that go to one origin and nowhere else, by origin: `{ 'https://api.example.com': { authorization: 'Bearer …' } }`.
   * The model is not shown them, and what it writes for them does not count.
   */
  readonly credentials?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface HttpAccess {
  /** The options without `credentials`, for `guardedFetch`. */
  readonly guard: GuardOptions;
  /** Headers of an origin. */
  readonly headersFor: (origin: string) => Readonly<Record<string, string>>;
}

/** Throws `ConfigError` when credentials are for something that is no origin. */
export function readHttpOptions({ credentials = {}, ...guard }: HttpOptions): HttpAccess {
  const byOrigin = new Map(
    Object.entries(credentials).map(([origin, headers]) => [originOf(origin), headers]),
  );
  const names = [...byOrigin.values()].flatMap((headers) => Object.keys(headers));
  return {
    guard: { ...guard, credentialHeaders: [...(guard.credentialHeaders ?? []), ...names] },
    headersFor: (origin) => byOrigin.get(origin) ?? {},
  };
}

function originOf(text: string): string {
  const url = URL.parse(text);
  if (url && url.origin !== 'null' && url.pathname === '/' && url.search === '' && url.username === '')
    return url.origin;
  throw new ConfigError({
    what: 'Credentials are for something that is no origin',
    evidence: `The key is ${JSON.stringify(text.slice(0, 100))}`,
    fix: 'Write scheme and host, such as "https://api.example.com"',
  });
}
