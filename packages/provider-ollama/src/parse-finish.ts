import type { Finish, JsonValue } from '@pegboard/core/provider';

/** A normal end is `stop`, with calls or without; `load` and `unload` end requests that only had the model loaded. */
export function parseFinish(reason: JsonValue | undefined, hasCalls: boolean): Finish {
  const raw = typeof reason === 'string' && reason !== '' ? reason : undefined;
  if (raw === 'length') return { unified: 'length', raw };
  // Old servers give no reason.
  const unified = raw === 'stop' || raw === undefined ? (hasCalls ? 'tool-calls' : 'stop') : 'other';
  return { unified, ...(raw !== undefined && { raw }) };
}
