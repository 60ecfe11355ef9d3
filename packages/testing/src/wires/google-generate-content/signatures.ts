import type { JsonObject, JsonValue } from '@pegboard/core';
import { isSealOf, seal } from '../lib/seal.ts';
import { isObject } from '../lib/shape.ts';

/** Documented for calls that the model did not make; the field is base64, and the API takes the plain words as well. */
const standIn = 'skip_thought_signature_validator';

/** The signature that this host gives a part: base64, bound to what the part holds. */
export function sign(part: JsonObject): string {
  return btoa(seal(signedContent(part)));
}

/** What is wrong with a part's signature. */
export function signatureProblem(given: string, part: JsonObject): string | undefined {
  const plain = decode(given);
  if (given === standIn || plain === standIn)
    return part.functionCall === undefined
      ? 'stands in for a signature on a part that is no call'
      : undefined;
  return isSealOf(plain, signedContent(part)) ? undefined : 'is not the signature that this part came with';
}

/** Ids may be added or missing; all else counts. */
function signedContent(part: JsonObject): string {
  const { thoughtSignature: _, thought: __, ...data } = part;
  const call = data.functionCall;
  return canonical(isObject(call) ? { call: call.name ?? '', args: call.args ?? {} } : data);
}

/** JSON text that does not depend on the order of keys. */
function canonical(value: JsonValue): string {
  return JSON.stringify(value, (_, inner: JsonValue) =>
    isObject(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Base64 or base64url; what is neither is the empty text. */
function decode(signature: string): string {
  try {
    return atob(signature.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return '';
  }
}
