import type { CallRecord, RunPatch, RunState } from '../contracts/run-state.ts';
import type { Message } from '../contracts/message.ts';
import { ConfigError } from '../errors/config-error.ts';
import { clientCalls } from '../messages/repair-history.ts';
import type { Usage } from '../contracts/usage.ts';
import { addUsage } from '../models/usage.ts';

/** A run state that is being worked on. The arrays only grow; what they hold is replaced, never changed. */
export type RunDraft = { -readonly [K in keyof RunState]: RunState[K] } & {
  messages: Message[];
  calls: CallRecord[];
  withdrawn: string[];
};

/** A draft of its own: what is done to it is not seen in the state given. */
export function draftOf(state: RunState): RunDraft {
  return {
    ...state,
    messages: [...state.messages],
    calls: [...state.calls],
    withdrawn: [...state.withdrawn],
  };
}

/** The reducer: the one place where a run state changes. */
export function applyPatch(draft: RunDraft, patch: RunPatch): void {
  switch (patch.type) {
    case 'start':
      Object.assign(draft, draftOf(patch.state));
      return;
    case 'resume':
      // Who resumes a failed run gives it another budget; a crash does not.
      if (draft.status !== 'running') delete draft.refusedOutputs;
      draft.status = 'running';
      delete draft.stopReason;
      delete draft.stopDetail;
      delete draft.error;
      if (patch.dropLast) draft.messages.pop();
      draft.turn = draft.answered;
      if (hasOpenCalls(draft)) draft.queued = [...(draft.queued ?? []), ...patch.messages];
      else addMessages(draft, patch.messages);
      return;
    case 'input':
      addMessages(draft, patch.messages);
      return;
    case 'history':
      draft.messages.unshift(...patch.messages);
      draft.history = draft.stored = patch.messages.length;
      if (patch.last !== undefined) draft.lastStored = patch.last;
      draft.loaded = true;
      return;
    case 'turn':
      draft.turn = patch.turn;
      draft.elapsedMs = patch.elapsedMs;
      return;
    case 'answer':
      draft.messages.push(patch.message);
      draft.calls.push(...patch.calls);
      spend(draft, patch);
      if (patch.requests > 0) draft.answered = draft.turn;
      return;
    case 'call':
      setCall(draft, patch.callId, patch.set);
      return;
    case 'usage':
      spend(draft, patch);
      return;
    case 'handoff':
      draft.agent = patch.agent;
      draft.handoffs = [
        ...(draft.handoffs ?? []),
        { turn: draft.turn, agent: patch.agent.name, tool: patch.tool },
      ];
      return;
    case 'inner':
      draft.calls.push(patch.call);
      return;
    case 'results':
      draft.messages.push(patch.message);
      addMessages(draft, draft.queued ?? []);
      delete draft.queued;
      return;
    case 'stored':
      draft.stored = patch.stored;
      delete draft.lastStored;
      return;
    case 'withdraw':
      draft.withdrawn.push(patch.name);
      return;
    case 'output-refused':
      draft.refusedOutputs = [...(draft.refusedOutputs ?? []), draft.turn];
      draft.messages.push(patch.message);
      return;
    case 'end':
      endDraft(draft, patch);
  }
}

/** The state that a log of patches comes to: what `checkpoint` was given, in order, from the first on. */
export function stateOf(patches: Iterable<RunPatch>): RunState {
  let draft: RunDraft | undefined;
  for (const patch of patches) {
    if (patch.type === 'start') draft = draftOf(patch.state);
    else if (draft) applyPatch(draft, patch);
    else break;
  }
  if (draft) return draft;
  throw new ConfigError({
    code: 'invalid-state',
    what: 'The patches give no run state',
    evidence: 'they do not begin with a patch of type "start"',
    fix: 'Pass everything that `checkpoint` was given, in order',
  });
}

function hasOpenCalls({ messages }: RunDraft): boolean {
  const last = messages.at(-1);
  return last !== undefined && clientCalls(last).length > 0;
}

/** Two user messages in a row become one, unless memory has the first already. */
function addMessages(draft: RunDraft, added: readonly Message[]): void {
  const last = draft.messages.at(-1);
  const [first, ...rest] = added;
  if (last?.role !== 'user' || first?.role !== 'user' || draft.stored === draft.messages.length) {
    draft.messages.push(...added);
    return;
  }
  draft.messages[draft.messages.length - 1] = {
    ...first,
    ...last,
    content: [...last.content, ...first.content],
  };
  draft.messages.push(...rest);
}

/** Calls of the current turn are at the end. */
function setCall(draft: RunDraft, callId: string, set: Partial<CallRecord>): void {
  const at = draft.calls.findLastIndex((call) => call.callId === callId);
  const call = draft.calls[at];
  if (call) draft.calls[at] = { ...call, ...set };
}

function endDraft(draft: RunDraft, patch: Extract<RunPatch, { type: 'end' }>): void {
  draft.status = patch.status;
  draft.stopReason = patch.stopReason;
  draft.elapsedMs = patch.elapsedMs;
  if (patch.stopDetail !== undefined) draft.stopDetail = patch.stopDetail;
  if (patch.error !== undefined) draft.error = patch.error;
  if (patch.usage) spend(draft, { ...patch, requests: 1 });
}

interface Spent {
  readonly usage?: Usage;
  readonly usd?: number;
  readonly requests: number;
}

/** One request without a price leaves the whole without one. */
function spend(draft: RunDraft, { usage = {}, usd, requests }: Spent): void {
  draft.usage = addUsage(draft.usage, usage);
  draft.requests += requests;
  if (usd !== undefined) draft.usd = (draft.usd ?? 0) + usd;
  else if (requests > 0) draft.unpriced = true;
}
