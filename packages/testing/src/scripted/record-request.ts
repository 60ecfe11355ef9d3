import type { ModelRequest, ToolSpec } from '@pegboard/core';
import { deepFreeze } from '../lib/deep-freeze.ts';

/** A request as it was when it arrived; frozen, so what the caller changes later does not show. */
export type RecordedRequest = ModelRequest;

/** Copies all data of a request; the signal stays the same object. */
export function recordRequest(request: ModelRequest): RecordedRequest {
  const { signal, tools, ...data } = request;
  const copy = deepFreeze(structuredClone({ ...data, tools: tools.map(plainSpec) }));
  return Object.freeze({ ...copy, signal });
}

/** Tools may come as whole tool objects, whose functions cannot be copied. */
function plainSpec({ name, description, inputSchema }: ToolSpec): ToolSpec {
  return { name, description, inputSchema };
}
