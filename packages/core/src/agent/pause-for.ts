import type { StopReason } from '../contracts/run-state.ts';
import { type ActiveRun, turnCalls } from './active-run.ts';

/** What a run pauses for: why, and one sentence that names the calls. */
export function pauseFor(run: ActiveRun): readonly [StopReason, string] {
  const waiting = turnCalls(run).filter((call) => call.phase === 'waiting');
  const names = waiting.map((call) => call.name).join(', ');
  return [waitsForApproval(run) ? 'approval' : 'external', `Waiting for ${names}.`];
}

function waitsForApproval({ state }: ActiveRun): boolean {
  return state.calls.some(
    ({ phase, waitsFor, leaves = [] }) =>
      phase === 'waiting' && (waitsFor === 'approval' || leaves.some((leaf) => leaf.kind === 'approval')),
  );
}
