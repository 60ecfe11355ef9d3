import { type CallInfo, isJsonObject, type ProviderError, toHttpError } from '@pegboard/core/provider';

/** A refusal: its status says which kind, its body why. What the host quotes of keys is hidden. */
export function toError(status: number, body: string, call: CallInfo): ProviderError {
  return toHttpError({ ...call, status, message: messageOf(body) });
}

function messageOf(body: string): string {
  try {
    const json: unknown = JSON.parse(body);
    return isJsonObject(json) && typeof json['error'] === 'string' ? json['error'] : body;
  } catch {
    return body;
  }
}
