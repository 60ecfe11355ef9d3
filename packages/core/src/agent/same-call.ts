import type { CallRecord } from '../contracts/run-state.ts';
import { isEqualJson } from '../lib/json.ts';

/** The same tool with the same input, whatever came of it. */
export function isSameCall(a: CallRecord, b: CallRecord): boolean {
  return a.name === b.name && isEqualJson(a.input ?? a.args, b.input ?? b.args);
}
