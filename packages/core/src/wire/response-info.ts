import type { JsonValue } from '../contracts/json.ts';
import type { ResponseInfo } from '../contracts/provider.ts';
import type { CallInfo } from './codec.ts';
import { requestIdOf } from './http-errors.ts';
import { parseRateLimits } from './rate-limits.ts';

/** What a `start` event tells: the answer's own id and model, where they are texts, with what the headers say. */
export function toResponseInfo(
  { id, model }: { readonly id?: JsonValue | undefined; readonly model?: JsonValue | undefined },
  { headers }: CallInfo,
): ResponseInfo {
  const requestId = requestIdOf(headers);
  const rateLimits = parseRateLimits(headers);
  return {
    ...(typeof id === 'string' && { id }),
    ...(typeof model === 'string' && { model }),
    ...(requestId !== undefined && { requestId }),
    ...(rateLimits !== undefined && { rateLimits }),
  };
}
