import type { JsonObject } from '@pegboard/core';
import type { WireFormat } from '../provider/wire-format.ts';
import type { Wrap } from './wrap-stream.ts';

/** Changes a request body on its way; the body has passed through a correct provider. */
export type ChangeBody = (body: JsonObject, wire: WireFormat) => JsonObject;

/** A provider that is wrong in one way, by what is put around a correct one, and the case that must notice it. */
export interface ProviderMutant {
  readonly name: string;
  readonly caughtBy: string;
  readonly wrap?: Wrap;
  /** Changes the traffic of a correct provider instead: what the server reads, and the frames that it sends. */
  readonly tamper?: { readonly request?: ChangeBody; readonly response?: (frame: string) => string };
  /** Why no provider of this wire can be wrong in this way. */
  readonly skip?: (wire: WireFormat) => string | undefined;
}

export function wrapped(
  name: string,
  caughtBy: string,
  wrap: Wrap,
  skip?: ProviderMutant['skip'],
): ProviderMutant {
  return { name, caughtBy, wrap, ...(skip && { skip }) };
}

/** A correct provider whose request bodies are changed on their way. */
export function tampered(
  name: string,
  caughtBy: string,
  request: ChangeBody,
  skip?: ProviderMutant['skip'],
): ProviderMutant {
  return { name, caughtBy, tamper: { request }, ...(skip && { skip }) };
}

/** A correct provider that reads other bytes than were sent. */
export function answered(
  name: string,
  caughtBy: string,
  response: (frame: string) => string,
  skip?: ProviderMutant['skip'],
): ProviderMutant {
  return { name, caughtBy, tamper: { response }, ...(skip && { skip }) };
}
