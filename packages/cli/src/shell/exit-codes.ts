import type { RunStatus } from '@pegboard/core';

/** What the process ends with. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  paused: 3,
  stopped: 4,
  cancelled: 130,
} as const;

/** The exit code for how a run ended. */
export function exitCodeOf(status: RunStatus): number {
  return status === 'running' ? exitCodes.failed : exitCodes[status];
}

/** For `--help`. */
export const exitCodeRows: readonly (readonly [string, string])[] = [
  ['0', 'done'],
  ['1', 'failed, or problems were found'],
  ['2', 'wrong usage'],
  ['3', 'paused: a person or another program is needed to go on'],
  ['4', 'stopped by a limit'],
  ['130', 'cancelled by Ctrl-C'],
];
