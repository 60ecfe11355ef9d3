import type { JsonObject } from '@pegboard/core/provider';

/** Tells whether a call still is what was signed. FNV-1a, 32 bits: https://datatracker.ietf.org/doc/html/draft-eastlake-fnv */
export function callPrint(name: string, args: JsonObject): number {
  const text = JSON.stringify([name, args]);
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
