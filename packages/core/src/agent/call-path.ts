import type { CallRecord } from '../contracts/run-state.ts';

/** The names of the tools around a call, outermost first. */
export function pathOf(calls: readonly CallRecord[], { parent }: CallRecord): readonly string[] {
  const outer = parent === undefined ? undefined : calls.find((call) => call.callId === parent);
  return outer ? [...pathOf(calls, outer), outer.name] : [];
}
