import type { CallRecord } from '../contracts/run-state.ts';
import { describeError } from '../errors/describe-error.ts';
import { failedOutcome } from '../tools/outcome.ts';
import { validateInput, type ValidCall } from '../tools/read-call.ts';
import { type ActiveRun, callContext, callForeign, emitWaiting, settle } from './active-run.ts';

const neverRan = { durationMs: 0 };

/** A call of an earlier process: its tool must still be there and must still take the input. */
export async function validateAgain(run: ActiveRun, call: CallRecord): Promise<ValidCall | undefined> {
  const tool = run.tools.get(call.name);
  if (!tool) {
    await settle(
      run,
      call.callId,
      failedOutcome('failed', `${call.name} was not run: this agent has no such tool any more.`),
      neverRan,
    );
    return undefined;
  }
  const reading = await validateInput(tool, call.input ?? {}, {
    hookMs: run.config.timeouts.hookMs,
    ctx: callContext(run, call.callId, run.state.messages),
  });
  if (reading.ok) {
    run.validated.set(call.callId, reading);
    return reading;
  }
  await settle(run, call.callId, failedOutcome(reading.status ?? 'retry', reading.message), neverRan);
  return undefined;
}

/** Leaves a call waiting that needs a person or the caller. False when it got its result instead. */
export async function admit(run: ActiveRun, call: CallRecord, valid: ValidCall): Promise<boolean> {
  const { callId, name } = call;
  const asked = call.approved ? false : await askApproval(run, callId, valid);
  if (typeof asked === 'object') {
    await settle(run, callId, failedOutcome('failed', `${name} was not run: ${asked.problem}`), neverRan);
    return false;
  }
  if (asked !== false) {
    const reason = typeof asked === 'string' && { reason: asked };
    await run.record({ type: 'call', callId, set: { phase: 'waiting', waitsFor: 'approval', ...reason } });
    emitWaiting(run, callId);
  } else if (!valid.tool.execute) {
    await run.record({ type: 'call', callId, set: { phase: 'waiting', waitsFor: 'external' } });
    emitWaiting(run, callId);
  }
  return true;
}

/** Whether a person must approve, and why; a tool that cannot tell is not run. */
async function askApproval(
  run: ActiveRun,
  callId: string,
  { tool, value }: ValidCall,
): Promise<boolean | string | { readonly problem: string }> {
  const { approval = false } = tool;
  if (typeof approval !== 'function') return approval;
  const ctx = callContext(run, callId, run.state.messages);
  try {
    const answer = await callForeign(run, 'tool', 'asking whether it needs approval', () =>
      approval(value as never, ctx),
    );
    return answer === '' ? false : answer;
  } catch (error) {
    run.signal.throwIfAborted();
    return { problem: describeError(error) };
  }
}
