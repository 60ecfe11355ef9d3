import type { HttpHeaders } from './http-types.ts';

/** The key as most hosts take it: `authorization: Bearer …`. No header without a key. */
export function bearerHeaders(key: string | undefined): HttpHeaders {
  return key === undefined ? {} : { authorization: `Bearer ${key}` };
}
