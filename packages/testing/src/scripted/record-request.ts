import type { ModelRequest, ToolSpec } from '@pegboard/core';
import { deepFreeze } from '../lib/deep-freeze.ts';

/** A request as it was when it arrived; frozen, so what the caller changes later does not show. */
export type RecordedRequest = ModelRequest;

/** Copies all data of a request; functions and the signal stay the same objects. */
export function recordRequest(request: ModelRequest): RecordedRequest {
  const { signal, resolveMedia, tools, ...data } = request;
  const copy = deepFreeze(structuredClone({ ...data, tools: tools.map(plainSpec) }));
  return Object.freeze({ ...copy, ...(resolveMedia && { resolveMedia }), signal });
}

/** Tools may come as whole tool objects, whose functions cannot be copied. */
function plainSpec({ name, description, inputSchema }: ToolSpec): ToolSpec {
  return { name, description, inputSchema };
}
