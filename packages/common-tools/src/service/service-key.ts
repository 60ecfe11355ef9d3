import { ConfigError } from '@pegboard/core';
import { readEnv, resolveApiKey } from '@pegboard/core/provider';
import type { CommonOptions, KeyDefinition } from './service-definition.ts';

interface Keyed {
  readonly factory: string;
  readonly title: string;
  readonly key?: KeyDefinition;
}

export function envOf({ env }: CommonOptions, variable: string): string | undefined {
  const value = env ? env[variable] : readEnv(variable);
  return value === undefined || value.trim() === '' ? undefined : value.trim();
}

/** Tells of a missing key where the tool is made, so that no model is offered a tool that cannot work. */
export function checkKey({ factory, title, key }: Keyed, options: CommonOptions): void {
  if (!key || key.optional || typeof options.apiKey === 'function') return;
  if ((options.apiKey ?? envOf(options, key.variable) ?? '').trim() !== '') return;
  throw new ConfigError({
    code: 'missing-key',
    what: `${title} needs a key`,
    evidence: `Neither the option apiKey of ${factory} nor the environment variable ${key.variable} holds one`,
    fix: `Set ${key.variable} or pass apiKey`,
  });
}

/** The key for one request; undefined where the service does without. */
export async function resolveKey(
  key: KeyDefinition | undefined,
  options: CommonOptions,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (!key) return undefined;
  const apiKey = options.apiKey ?? envOf(options, key.variable);
  if (apiKey === undefined && key.optional) return undefined;
  return resolveApiKey({ apiKey, variable: key.variable, allowBrowser: true, signal });
}
