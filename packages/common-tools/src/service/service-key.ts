import { ConfigError, isPegboardError, PegboardError } from '@pegboard/core';
import { readEnv, resolveApiKey } from '@pegboard/core/provider';
import type { CommonOptions, KeyDefinition } from './service-definition.ts';

interface Keyed {
  readonly factory: string;
  readonly title: string;
  readonly key?: KeyDefinition | undefined;
}

export function envOf({ env }: CommonOptions, variable: string): string | undefined {
  const value = env ? env[variable] : readEnv(variable);
  return value === undefined || value.trim() === '' ? undefined : value.trim();
}

/** Tells of a missing key where the tool is made, so that no model is offered a tool that cannot work. */
export function checkKey({ factory, title, key }: Keyed, options: CommonOptions): void {
  if (!key || typeof options.apiKey === 'function') return;
  const given: unknown = options.apiKey ?? envOf(options, key.variable) ?? '';
  if (typeof given !== 'string') throw noKeyType(factory, given);
  if (key.optional || given.trim() !== '') return;
  throw new ConfigError({
    code: 'missing-key',
    what: `${title} needs a key`,
    evidence: `Neither the option apiKey of ${factory} nor the environment variable ${key.variable} holds one`,
    fix: `Set ${key.variable} or pass apiKey`,
  });
}

/** The key for one request; undefined where the service does without. */
export async function resolveKey(
  { title, key }: Pick<Keyed, 'title' | 'key'>,
  options: CommonOptions,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (!key) return undefined;
  const apiKey = options.apiKey ?? envOf(options, key.variable);
  if (apiKey === undefined && key.optional) return undefined;
  try {
    return await resolveApiKey({ apiKey, variable: key.variable, allowBrowser: true, signal });
  } catch (cause) {
    signal.throwIfAborted();
    if (isPegboardError(cause)) throw cause;
    // Its own message is for nobody but the developer: it may quote what it read.
    throw new PegboardError({
      code: 'authentication',
      what: `The key of ${title} is not to be had`,
      evidence: 'The function apiKey failed',
      fix: 'Tell the user',
      cause,
    });
  }
}

function noKeyType(factory: string, given: unknown): ConfigError {
  return new ConfigError({
    what: `The option apiKey of ${factory} will not do`,
    evidence: `It is of type ${typeof given}`,
    fix: 'Pass the key as a string, or a function that gives it',
  });
}
