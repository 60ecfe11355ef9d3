import type { Input } from '../contracts/message.ts';
import type { JsonValue } from '../contracts/json.ts';
import type { ApprovalDecision } from '../contracts/run-state.ts';
import type { CallRecord, RunPatch, RunState, StopReason } from '../contracts/run-state.ts';
import type { AnyTool, ToolOutcome } from '../contracts/tool.ts';
import { describeError } from '../errors/describe-error.ts';
import { type RetryToolCall, type ToolFailure, toolSignalKind } from '../errors/tool-signals.ts';
import { messagesOf } from '../messages/check-messages.ts';
import { repairHistory } from '../messages/repair-history.ts';
import { validatedOutcome } from '../tools/execute-call.ts';
import { isTool } from '../tools/tool-brand.ts';
import { failedOutcome, successOutcome } from '../tools/outcome.ts';
import type { ToolReturn } from '../tools/result.ts';
import { settledAs } from './active-run.ts';
import { approvalDigest } from './approval-digest.ts';
import { checkVersions } from './check-versions.ts';
import { decide } from './decide.ts';
import { handoffAmong, handoffOf } from './handoff-target.ts';
import { isToolset } from './is-toolset.ts';
import { invalidState } from './invalid-state.ts';
import { routeDecisions } from './route-decisions.ts';
import { draftOf, type RunDraft } from './run-draft.ts';

export interface ResumeDecisions {
  /** By call id: approve, approve with other input, or deny. Calls left out stay pending. */
  readonly approvals?: Readonly<Record<string, ApprovalDecision>>;
  /** By call id: the results of external tools. */
  readonly external?: Readonly<Record<string, ExternalAnswer>>;
  /** By call id: what a tool that suspended itself is entered again with, as `ctx.resumed.value`. */
  readonly resumed?: Readonly<Record<string, JsonValue>>;
  /** A further message of the user. */
  readonly prompt?: Input;
  /**
   * `accept`: go on although the agent, or the tool of a call that is not done, has another major version than when the state was made.
   * Default `refuse`.
   */
  readonly versionChange?: 'refuse' | 'accept';
}

/** The result of an external call: its value, `result(…)`, or `new ToolFailure(…)` and `new RetryToolCall(…)`. */
export type ExternalAnswer = JsonValue | ToolReturn<unknown> | ToolFailure | RetryToolCall;

export interface ResumePlan {
  readonly state: RunDraft;
  readonly patches: readonly RunPatch[];
}

/** The tools that are known before a turn is prepared. */
export interface KnownTools {
  readonly tools: readonly AnyTool[];
  /** There may be others: results of external tools are then taken, as untrusted data. */
  readonly toolsets: boolean;
  /** Of the agent. */
  readonly version?: string | undefined;
}

/** Stops at which the model has had its say. */
const answered: ReadonlySet<StopReason | undefined> = new Set<StopReason>([
  'length',
  'content-filter',
  'refusal',
]);

/** Checks a state and what was decided about it. The state is trusted input. Throws `ConfigError` when they do not fit. */
export async function planResume(
  given: RunState,
  decisions: ResumeDecisions,
  known: KnownTools,
): Promise<ResumePlan> {
  checkState(given);
  const { tools, toolsets } = knownNow(given, known);
  const state = draftOf(given);
  const prompt = decisions.prompt === undefined ? [] : repairHistory(messagesOf(decisions.prompt));
  const settled = state.status === 'done' || answered.has(state.stopReason);
  if (settled && prompt.length === 0) {
    throw invalidState(
      'This run is over',
      `its status is ${state.status}`,
      'Pass a prompt to go on, or start a new run',
    );
  }
  const last = state.messages.at(-1);
  // What had arrived of an aborted answer is not an answer: the model is asked again.
  const dropLast = last?.role === 'assistant' && last.finish?.raw === 'aborted' && prompt.length === 0;
  const { own, routed } = await routeDecisions(state.calls, decisions);
  if (decisions.versionChange !== 'accept') checkVersions(state, { ...known, tools });
  const decided = [
    ...(await Promise.all(
      Object.entries(own.approvals ?? {}).map(([callId, decision]) => approve(state, callId, decision)),
    )),
    ...(await Promise.all(
      Object.entries(own.external ?? {}).map(([callId, value]) =>
        answer(state, callId, value, tools, toolsets),
      ),
    )),
    ...[...Object.entries(own.resumed ?? {}), ...routed].map(([callId, value]) =>
      reenter(state, callId, value),
    ),
  ];
  const calls = [...decided, ...outerCalls(state.calls, decided)];
  if (prompt.length > 0 && state.status === 'paused' && stillWaiting(state, calls)) {
    throw invalidState(
      'A prompt cannot be added while calls are pending',
      pendingNames(state),
      'Decide about them first',
    );
  }
  return { state, patches: [{ type: 'resume', messages: prompt, dropLast }, ...calls] };
}

/** What is known of the tools of the agent that the run was handed to last. */
function knownNow({ handoffs = [] }: RunState, known: KnownTools): Pick<KnownTools, 'tools' | 'toolsets'> {
  let { tools, toolsets } = known;
  for (const { agent, tool } of handoffs) {
    // A toolset may have it.
    const taker = (toolsets ? handoffAmong : handoffOf)(tools, agent, tool)?.agent();
    const own = taker?.options.tools ?? [];
    tools = own.filter(isTool);
    toolsets = !taker || own.some(isToolset);
  }
  return { tools, toolsets };
}

function checkState(state: RunState): void {
  if (state?.version === 1 && Array.isArray(state.messages) && Array.isArray(state.calls)) return;
  throw invalidState(
    'This is no run state',
    `version is ${String((state as RunState | undefined)?.version)}, expected 1`,
    'Pass result.state, or what stateOf(patches) gives',
  );
}

/** An approval holds for what was asked: a call whose input was changed in the state since is not run. */
async function approve(state: RunDraft, callId: string, decision: ApprovalDecision): Promise<CallPatch> {
  const call = waitingCall(state, callId, 'approval');
  const digest = call.digest === undefined ? undefined : await approvalDigest(state.runId, call);
  if (digest === call.digest) return decide(call, decision);
  throw invalidState(
    `Call "${callId}" was changed since its approval was asked`,
    'its digest does not fit its tool and input',
    'Resume with the state as the run gave it; to approve other input, pass { approve: true, input }',
  );
}

type CallPatch = Extract<RunPatch, { type: 'call' }>;

/** A tool that suspended itself is entered again with what it waited for. */
function reenter(state: RunDraft, callId: string, value: JsonValue): CallPatch {
  waitingCall(state, callId, 'resume');
  return { type: 'call', callId, set: { phase: 'open', approved: true, resumedWith: value } };
}

/** The calls around those that were decided are entered again, once nothing in them waits any more. */
function outerCalls(calls: readonly CallRecord[], decided: readonly CallPatch[]): readonly CallPatch[] {
  const waiting = new Set(calls.filter((call) => call.phase === 'waiting').map((call) => call.callId));
  for (const { callId } of decided) waiting.delete(callId);
  const reopened: CallPatch[] = [];
  // Inner calls are recorded after their outer one.
  for (const call of calls.toReversed()) {
    if (call.waitsFor !== 'inner' || call.phase !== 'waiting') continue;
    if (calls.some((inner) => inner.parent === call.callId && waiting.has(inner.callId))) continue;
    waiting.delete(call.callId);
    reopened.push({ type: 'call', callId: call.callId, set: { phase: 'open', approved: true } });
  }
  return reopened;
}

async function answer(
  state: RunDraft,
  callId: string,
  value: unknown,
  tools: readonly AnyTool[],
  toolsets: boolean,
): Promise<CallPatch> {
  const call = waitingCall(state, callId, 'external');
  const inner = call.parent !== undefined;
  const known = inner ? partsOf(tools) : tools;
  const tool = known.find(({ name }) => name === call.name);
  if (!tool && !toolsets && !inner)
    throw invalidState(
      `Tool "${call.name}" is gone`,
      'this agent has no tool of that name',
      'Give the agent the tool back',
    );
  const outcome = await answerOutcome(tool ?? { trust: 'untrusted' }, value);
  return { type: 'call', callId, set: settledAs(outcome) };
}

/** What inner calls may be of, as far as it is known: parts of compositions, then the tools themselves. */
function partsOf(tools: readonly Composed[]): readonly AnyTool[] {
  const parts = tools.flatMap((tool) => partsOf(tool['~parts'] ?? []));
  return [...parts, ...tools];
}

type Composed = AnyTool & { readonly '~parts'?: readonly AnyTool[] };

async function answerOutcome(
  tool: Pick<AnyTool, 'maxResultChars' | 'trust' | 'output'>,
  value: unknown,
): Promise<ToolOutcome> {
  const kind = toolSignalKind(value);
  if (kind === undefined)
    return tool.output ? validatedOutcome(tool, tool.output, value) : successOutcome(tool, value);
  return failedOutcome(kind === 'retry' ? 'retry' : 'failed', describeError(value));
}

function waitingCall(state: RunDraft, callId: string, kind: CallRecord['waitsFor']): CallRecord {
  const call = state.calls.find((known) => known.callId === callId);
  if (call?.phase === 'waiting' && call.waitsFor === kind) return call;
  const evidence = call
    ? `it is ${call.waitsFor ? `waiting for ${call.waitsFor}` : call.phase}`
    : pendingNames(state);
  throw invalidState(
    `Call "${callId}" does not wait for ${kind ?? 'anything'}`,
    evidence,
    'See result.pending',
  );
}

function stillWaiting(state: RunDraft, patches: readonly CallPatch[]): boolean {
  const decided = new Set(patches.map((patch) => patch.callId));
  return state.calls.some((call) => call.phase === 'waiting' && !decided.has(call.callId));
}

function pendingNames(state: RunDraft): string {
  const waiting = state.calls.filter((call) => call.phase === 'waiting');
  return waiting.length === 0
    ? 'no call is pending'
    : `pending: ${waiting.map((call) => `${call.callId} (${call.name})`).join(', ')}`;
}
