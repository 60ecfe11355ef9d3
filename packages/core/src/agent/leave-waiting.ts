import type { Suspended } from '../contracts/tool.ts';
import { type ActiveRun, identity, recordOf } from './active-run.ts';

/** Leaves a call that was suspended for whoever it waits for. */
export async function leaveWaiting(
  run: ActiveRun,
  callId: string,
  { state, ...waits }: Suspended,
): Promise<'waiting'> {
  const set = { ...waits, phase: 'waiting', ...(state !== undefined && { resumeState: state }) } as const;
  await run.record({ type: 'call', callId, set });
  emitWaiting(run, callId);
  return 'waiting';
}

/** Tells the listeners of a call that waits. */
export function emitWaiting(run: ActiveRun, callId: string): void {
  const { input = {}, waitsFor, reason } = recordOf(run, callId) ?? {};
  if (!waitsFor) return;
  run.emit?.({
    type: 'tool-waiting',
    ...identity(run, callId),
    input,
    waitsFor,
    ...(reason !== undefined && { reason }),
  });
}
