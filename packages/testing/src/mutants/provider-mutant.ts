import type { JsonObject } from '@pegboard/core';
import type { ProviderSubject } from '../provider/provider-subject.ts';
import type { Wrap } from './wrap-stream.ts';

/** A provider that is wrong in one way, by what is put around a correct one, and the case that must notice it. */
export interface ProviderMutant {
  readonly name: string;
  readonly caughtBy: string;
  readonly wrap?: Wrap;
  /** Changes the traffic of a correct provider instead. */
  readonly tamper?: NonNullable<ProviderSubject['tamper']>;
}

export function wrapped(name: string, caughtBy: string, wrap: Wrap): ProviderMutant {
  return { name, caughtBy, wrap };
}

/** A correct provider whose request bodies are changed on their way. */
export function tampered(
  name: string,
  caughtBy: string,
  request: (body: JsonObject) => JsonObject,
): ProviderMutant {
  return { name, caughtBy, tamper: { request } };
}
