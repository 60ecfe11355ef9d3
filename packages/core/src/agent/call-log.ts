import type { CallLog } from '../contracts/run-result.ts';
import type { CallRecord } from '../contracts/run-state.ts';

/** Looks calls up by tool name. */
export function callLog(all: readonly CallRecord[]): CallLog {
  const newest = (name: string, fits: (call: CallRecord) => boolean = () => true): CallRecord | undefined =>
    all.findLast((call) => call.name === name && fits(call));
  return {
    all,
    called: (name) => newest(name, succeeded) !== undefined,
    count: (name) => (name === undefined ? all.length : all.filter((call) => call.name === name).length),
    last: (name) => newest(name),
    lastResult: (name) => newest(name, succeeded)?.result,
  };
}

function succeeded(call: CallRecord): boolean {
  return call.status === 'success';
}
