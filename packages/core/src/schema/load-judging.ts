import type { Awaitable } from '../contracts/json.ts';
import { ConfigError } from '../errors/config-error.ts';
import { isPromiseLike } from '../lib/deadline.ts';
import type * as Judging from './judging.ts';

let loaded: typeof Judging | undefined;

/** Does it with the validator and the explainer of issues, which are loaded with the first use; from then on at once. */
export function withJudging<T>(work: (judging: typeof Judging) => T): Awaitable<T> {
  const judging = loaded ?? load();
  return isPromiseLike(judging) ? judging.then(work) : work(judging);
}

async function load(): Promise<typeof Judging> {
  try {
    return (loaded = await import('./judging.ts'));
  } catch (cause) {
    throw new ConfigError({
      code: 'schema',
      what: 'The validator for raw JSON Schemas could not be loaded',
      fix: 'Install @cfworker/json-schema, a dependency of @pegboard/core.',
      cause,
    });
  }
}
