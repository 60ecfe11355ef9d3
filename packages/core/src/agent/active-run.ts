import type { Message } from '../contracts/message.ts';
import type { Provider } from '../contracts/provider.ts';
import type { CallRecord, RunPatch } from '../contracts/run-state.ts';
import type { AnyTool, CallContext, RunContext, ToolOutcome } from '../contracts/tool.ts';
import type { Toolset } from '../contracts/toolset.ts';
import type { ErrorCode } from '../errors/pegboard-error.ts';
import { PegboardError } from '../errors/pegboard-error.ts';
import { describeError } from '../errors/describe-error.ts';
import { isPromiseLike, withDeadline } from '../lib/deadline.ts';
import type { OwnClock } from '../lib/own-clock.ts';
import { clientCalls } from '../messages/repair-history.ts';
import type { ValidCall } from '../tools/read-call.ts';
import type { EagerCalls } from './eager-calls.ts';
import type { EventBody } from './event-body.ts';
import type { Inbox } from './inbox.ts';
import type { RunConfig } from './run-config.ts';
import type { RunDraft } from './run-draft.ts';
import type { RunOutput } from './run-output.ts';

/** A run in progress: its state, and everything that a state must not hold. */
export interface ActiveRun {
  readonly state: RunDraft;
  /** Of the agent that works on it now. */
  config: RunConfig;
  /** Calls the model, with everything that is around it; made with its first call, and anew for another agent. */
  stream?: Provider['stream'] | undefined;
  /** Clocks of the calls of hooks; made with the first, and anew for another agent. */
  clocks?: (() => OwnClock) | undefined;
  readonly context: RunContext;
  /** Aborts with the caller's signal, and when the run's time is up. */
  readonly signal: AbortSignal;
  /** Absent when nobody listens, so that no event is built. */
  emit: ((event: EventBody) => void) | undefined;
  /** Tells those who want the text of the answers alone. */
  readonly onText: ((text: string) => void) | undefined;
  /** Changes the state and hands the patch to `checkpoint`. */
  readonly record: (patch: RunPatch) => PromiseLike<void> | void;
  /** Milliseconds of work so far, earlier parts of a resumed run included. */
  readonly elapsedMs: () => number;
  /** The turn that `tools` belongs to. */
  preparedTurn: number;
  /** The tools of the current turn. */
  offered?: readonly AnyTool[];
  /** The same by name. */
  tools: ReadonlyMap<string, AnyTool>;
  /** Calls of the current turn that were validated in this process. */
  readonly validated: Map<string, ValidCall>;
  /** Ids of the calls in so many messages: they only grow. */
  takenIds?: { readonly ids: Set<string>; messages: number };
  /** What was started of the answer that the model is writing. */
  eager?: EagerCalls | undefined;
  /** Toolsets that were opened in this process. */
  opened?: Set<Toolset>;
  /** What the caller has posted to the run and was not delivered. */
  readonly inbox: Inbox | undefined;
  /** The text that has arrived of an answer that is not complete. */
  partialText: string;
  /** Of a run with an `output` schema. */
  output: RunOutput<ActiveRun> | undefined;
}

/** Awaits a function of the user's under the hook deadline; what goes wrong becomes a `PegboardError` that names it. */
export async function callForeign<T>(
  run: ActiveRun,
  code: ErrorCode,
  what: string,
  work: () => PromiseLike<T> | T,
): Promise<T> {
  const { hookMs } = run.config.timeouts;
  try {
    return await withDeadline(work, { ms: hookMs, signal: run.signal });
  } catch (error) {
    run.signal.throwIfAborted();
    throw foreignError(code, what, error);
  }
}

/** The error of a run that a function of the user's has failed. */
export function foreignError(code: ErrorCode, what: string, error: unknown): PegboardError {
  return new PegboardError({ code, what: `${what} failed`, evidence: describeError(error), cause: error });
}

/** Hands a patch to the reducer, then to the user's `checkpoint`, which is awaited; after an abort it is called, but not waited for. */
export function recorder(
  apply: (patch: RunPatch) => void,
  checkpoint: ((patch: RunPatch) => PromiseLike<void> | void) | undefined,
  hookMs: number | false,
  signal: AbortSignal,
): ActiveRun['record'] {
  if (!checkpoint) return apply;
  return async (patch) => {
    apply(patch);
    const late = signal.aborted;
    try {
      const waiting = checkpoint(patch);
      if (!isPromiseLike(waiting)) return;
      if (late) return void waiting.then(undefined, () => undefined);
      await withDeadline(() => waiting, { ms: hookMs, signal });
    } catch (error) {
      if (late) return;
      signal.throwIfAborted();
      throw foreignError('checkpoint', '`checkpoint`', error);
    }
  };
}

/** The provider wants to be asked again with what it sent so far; calls that it left to us come first. */
export function isPaused({ state }: ActiveRun): boolean {
  const last = state.messages.at(-1);
  if (state.turn === 0 || last?.role !== 'assistant') return false;
  return last.finish?.unified === 'pause' && clientCalls(last).length === 0;
}

/** What the tool of a call is told of it. */
export function callContext(run: ActiveRun, callId: string, messages: readonly Message[]): CallContext {
  const { runId, turn } = run.state;
  return {
    signal: run.signal,
    context: run.context,
    messages,
    runId,
    turn,
    callId,
    idempotencyKey: `${runId}:${callId}`,
  };
}

/** The calls of the current turn. */
export function turnCalls(run: ActiveRun): readonly CallRecord[] {
  const calls = withInnerCalls(run);
  return calls.some(isInner) ? calls.filter((call) => !isInner(call)) : calls;
}

function isInner({ parent }: CallRecord): boolean {
  return parent !== undefined;
}

/** The same with the calls that their tools have made; they are the last ones. */
export function withInnerCalls({ state: { calls, turn } }: ActiveRun): readonly CallRecord[] {
  let from = calls.length;
  while (from > 0 && calls[from - 1]?.turn === turn) from--;
  return calls.slice(from);
}

/** The newest record of a call. */
export function recordOf(run: ActiveRun, callId: string): CallRecord | undefined {
  return run.state.calls.findLast((call) => call.callId === callId);
}

type Facts = Partial<Pick<CallRecord, 'durationMs' | 'attempts'>>;

/** The record of a call that came to that outcome. */
export function settledAs(outcome: ToolOutcome, facts: Facts = {}): Partial<CallRecord> {
  const { value, suspended: _, ...rest } = outcome;
  return { ...rest, ...facts, phase: 'settled', ...(value !== undefined && { result: value }) };
}

/** Gives a call its one result. */
export async function settle(
  run: ActiveRun,
  callId: string,
  outcome: ToolOutcome,
  facts: Facts,
): Promise<void> {
  const recorded = run.record({ type: 'call', callId, set: settledAs(outcome, facts) });
  if (recorded) await recorded;
  const call = recordOf(run, callId);
  if (call) emitResult(run, call);
}

/** What every event of a call says of it. */
export function identity(run: ActiveRun, callId: string): { callId: string; name: string; parent?: string } {
  const { name = '', parent } = recordOf(run, callId) ?? {};
  return { callId, name, ...(parent !== undefined && { parent }) };
}

/** Tells the listeners of a settled call. */
export function emitResult(run: ActiveRun, call: CallRecord): void {
  const { callId, status = 'failed', content = [], result, error, durationMs = 0 } = call;
  run.emit?.({
    type: 'tool-result',
    ...identity(run, callId),
    status,
    content,
    durationMs,
    ...(result !== undefined && { value: result }),
    ...(error !== undefined && { error }),
  });
}
