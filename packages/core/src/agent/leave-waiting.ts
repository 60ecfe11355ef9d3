import type { Suspended } from '../contracts/tool.ts';
import { encode } from '../tools/encode-plain.ts';
import { failedOutcome } from '../tools/outcome.ts';
import { type ActiveRun, identity, recordOf, settle } from './active-run.ts';

/** Leaves a call that was suspended for whoever it waits for. What it has to keep until then must have a JSON form. */
export async function leaveWaiting(
  run: ActiveRun,
  callId: string,
  suspended: Suspended,
): Promise<'waiting' | undefined> {
  const { waitsFor, state = null } = suspended;
  const encoded = await encode({ ...suspended, state });
  if (!encoded.ok) {
    const problem = `The call cannot wait: ${encoded.problem}.`;
    await settle(run, callId, failedOutcome('failed', problem), {});
    return undefined;
  }
  // Encoding keeps the shape.
  const { state: resumeState, ...waits } = encoded.value as unknown as Required<Suspended>;
  const set = { ...waits, phase: 'waiting', ...(waitsFor === 'resume' && { resumeState }) } as const;
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
