import type { Awaitable } from '../contracts/json.ts';
import type { ApprovalDecision } from '../contracts/run-state.ts';
import type { CallRecord } from '../contracts/run-state.ts';
import { describeError } from '../errors/describe-error.ts';
import { withDeadline } from '../lib/deadline.ts';
import { isIdempotent } from '../tools/execute-call.ts';
import { isIdempotentByHint } from '../tools/infer-effects.ts';
import { failedOutcome } from '../tools/outcome.ts';
import type { ValidCall } from '../tools/read-call.ts';
import { type ActiveRun, callContext, callForeign, emitResult, recordOf, settle } from './active-run.ts';
import { approvalDigest } from './approval-digest.ts';
import { ruleFor } from './approval-rules.ts';
import { interruptCalls } from './close-interrupted.ts';
import { decide } from './decide.ts';
import { emitWaiting } from './leave-waiting.ts';
import { refuseArgs } from './guard-calls.ts';
import { pendingOf } from './run-result.ts';
import { askTrust, type TrustAnswer } from './trust.ts';
import { validateFor } from './validate-for.ts';

const neverRan = { durationMs: 0 };

/**
 * A call of an earlier process: its tool must still be there and must still take the input. One that a crash cut off is run again if its
 * tool is idempotent, else it stays interrupted, with what it had called itself.
 */
export async function validateAgain(run: ActiveRun, call: CallRecord): Promise<ValidCall | undefined> {
  const { callId, name, input = {}, phase } = call;
  const tool = run.tools.get(name);
  const reading = tool && (await validateFor(run, callId, tool, input));
  if (phase === 'running') {
    if (!reading?.ok || !isRepeatable(reading)) {
      await interruptCalls(run, callId);
      return undefined;
    }
    await run.record({ type: 'call', callId, set: { phase: 'open', approved: true } });
  }
  if (reading?.ok) {
    run.validated.set(callId, reading);
    return reading;
  }
  const outcome = reading
    ? failedOutcome(reading.status ?? 'retry', reading.message)
    : failedOutcome('failed', `${name} was not run: this agent has no such tool any more.`);
  await settle(run, callId, outcome, neverRan);
  return undefined;
}

function isRepeatable({ tool, value }: ValidCall): boolean {
  return tool.effects === 'infer' ? isIdempotentByHint(tool) : isIdempotent(tool, value);
}

/** Leaves a call waiting that needs a person or the caller. False when it got its result instead. */
export async function admit(run: ActiveRun, call: CallRecord, valid: ValidCall): Promise<boolean> {
  const { callId, name } = call;
  const refused = await refuseArgs(run, callId, valid);
  if (refused) {
    await settle(run, callId, refused, neverRan);
    return false;
  }
  const asked = call.approved
    ? false
    : await asks(run, call, valid).catch((error: unknown): TrustAnswer => {
        run.signal.throwIfAborted();
        return { problem: describeError(error) };
      });
  if (typeof asked === 'object') {
    const status = 'denied' in asked && asked.denied ? 'denied' : 'failed';
    await settle(run, callId, failedOutcome(status, `${name} was not run: ${asked.problem}`), neverRan);
    return false;
  }
  if (asked !== false) {
    const reason = typeof asked === 'string' && { reason: asked };
    const digest = await approvalDigest(run.state.runId, call);
    const set = { phase: 'waiting', waitsFor: 'approval', ...reason, ...(digest && { digest }) } as const;
    await run.record({ type: 'call', callId, set });
    emitWaiting(run, callId);
  } else if (!valid.tool.execute) {
    await run.record({ type: 'call', callId, set: { phase: 'waiting', waitsFor: 'external' } });
    emitWaiting(run, callId);
  }
  return true;
}

/** Whether a person must approve, and why; a call of which that cannot be told is not run. */
async function asks(run: ActiveRun, call: CallRecord, valid: ValidCall): Promise<TrustAnswer> {
  const { tool, value, input } = valid;
  const { approval = false } = tool;
  const own = (): Awaitable<boolean | string> =>
    typeof approval !== 'function'
      ? approval
      : callForeign(run, 'tool', 'asking whether it needs approval', () =>
          approval(value as never, callContext(run, call.callId, run.state.messages)),
        );
  return ruleFor(run.config.approval, tool, input) || (await own()) || askTrust(run, call, valid);
}

/** Asks `onApproval` about a call that waits for approval. Gives the call when it may run; a denied one has its result, another one goes on waiting. */
export async function askInline(
  run: ActiveRun,
  callId: string,
  valid: ValidCall,
): Promise<ValidCall | undefined> {
  const { onApproval } = run.config;
  const record = recordOf(run, callId);
  if (!onApproval || !record) return undefined;
  const pending = pendingOf(run.state.calls, record, 'approval');
  const ctx = callContext(run, callId, run.state.messages);
  const decision = await withDeadline(() => onApproval(pending, ctx), {
    ms: false,
    signal: run.signal,
  }).catch((error: unknown): ApprovalDecision => {
    run.signal.throwIfAborted();
    return { deny: `nobody could be asked: ${describeError(error)}` };
  });
  if (decision === undefined) return undefined;
  const patch = decide(record, decision);
  await run.record(patch);
  const decided = recordOf(run, callId);
  if (!decided || patch.set.phase === 'settled') {
    if (decided) emitResult(run, decided);
    return undefined;
  }
  return patch.set.input
    ? validateAgain({ ...run, tools: new Map([[record.name, valid.tool]]) }, decided)
    : valid;
}
