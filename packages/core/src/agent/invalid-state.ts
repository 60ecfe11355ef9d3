import { ConfigError } from '../errors/config-error.ts';

/** The error of a state, or of a decision about one, that a run cannot go on with. */
export function invalidState(what: string, evidence: string, fix: string): ConfigError {
  return new ConfigError({ code: 'invalid-state', what, evidence, fix });
}
