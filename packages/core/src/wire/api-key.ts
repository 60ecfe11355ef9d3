import type { Awaitable } from '../contracts/json.ts';
import { ConfigError } from '../errors/config-error.ts';
import { withDeadline } from '../lib/deadline.ts';

/** A key, or a function that is asked before every call, for keys that change. */
export type ApiKey = string | (() => Awaitable<string>);

export interface ApiKeyOptions {
  readonly apiKey?: ApiKey | undefined;
  /** The environment variable that holds the key when the option is absent. */
  readonly variable: string;
  /** True: send the key from a browser, where every visitor can read it. */
  readonly allowBrowser?: boolean | undefined;
  /** Ends the wait for a key function. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The key to send. Throws a `ConfigError`: code `missing-key`, naming the variable, when there is none; code `config` in a browser,
 * or for a key that no HTTP header can carry. What a key function throws passes through.
 */
export async function resolveApiKey(options: ApiKeyOptions): Promise<string> {
  return findApiKey(options);
}

/** The same, at once where no function is asked. */
export function findApiKey({ apiKey, variable, allowBrowser, signal }: ApiKeyOptions): Awaitable<string> {
  if (allowBrowser !== true && isBrowser()) throw browserRefused();
  return typeof apiKey === 'function'
    ? withDeadline(() => apiKey(), { ms: false, signal }).then((value) => checkedKey(value, variable))
    : checkedKey(apiKey ?? readEnv(variable), variable);
}

function checkedKey(value: unknown, variable: string): string {
  const key = typeof value === 'string' ? value.trim() : '';
  if (key === '') {
    throw new ConfigError({
      code: 'missing-key',
      what: 'There is no API key',
      evidence: `Neither the option apiKey nor the environment variable ${variable} holds one`,
      fix: `Set ${variable} or pass apiKey`,
    });
  }
  if (/[^\u0021-\u007E]/.test(key)) {
    throw new ConfigError({
      what: 'The API key holds characters that an HTTP header cannot carry',
      fix: `Check ${variable} or apiKey for blanks, line ends and letters outside ASCII`,
    });
  }
  return key;
}

/** A variable of the environment; undefined where there is no environment. */
export function readEnv(name: string): string | undefined {
  // Workers and browsers have no `process`.
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  return process?.env?.[name];
}

function isBrowser(): boolean {
  // The portable types know no `window`, and it is absent outside browsers.
  const { window } = globalThis as { window?: { document?: unknown } };
  return window?.document !== undefined;
}

function browserRefused(): ConfigError {
  return new ConfigError({
    what: 'An API key in a browser can be read by every visitor',
    fix: 'Call the model from a server, or set allowBrowser: true',
  });
}
