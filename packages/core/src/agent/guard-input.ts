import type { Message, UserMessage, UserPart } from '../contracts/message.ts';
import type { RunPatch } from '../contracts/run-state.ts';
import { messagesOf } from '../messages/check-messages.ts';
import type { ActiveRun } from './active-run.ts';
import { guardExternal } from './guard-calls.ts';
import { guardsAt, guardStop, judge, type Subject, textOfParts } from './guards.ts';

export interface GuardedPatches {
  readonly patches: readonly RunPatch[];
  /** What ends the run instead of its loop, once the patches are recorded. */
  readonly stop?: unknown;
}

/** What begins a run, as its guards let it in: the messages of the user, and the results that the caller brought. */
export async function guardPatches(run: ActiveRun, given: readonly RunPatch[]): Promise<GuardedPatches> {
  const patches: RunPatch[] = [];
  let stop: unknown;
  for (const patch of given) {
    if (patch.type === 'start') {
      const guarded = await guardMessages(run, patch.state.messages);
      stop ??= guarded.stop;
      patches.push({ ...patch, state: { ...patch.state, messages: guarded.messages } });
    } else if (patch.type === 'resume') {
      const guarded = await guardMessages(run, patch.messages);
      stop ??= guarded.stop;
      patches.push({ ...patch, messages: guarded.messages });
    } else patches.push(patch.type === 'call' ? await guardExternal(run, patch) : patch);
  }
  return { patches, stop };
}

export interface GuardedMessages {
  readonly messages: readonly Message[];
  /** What ends the run, with the message that did not get in left out: a `RunStop`, or what a guard has thrown. */
  readonly stop?: unknown;
}

/** The messages that enter; those of the user as the guards leave them. What a guard blocks or fails on stays out. Never rejects. */
export async function guardMessages(run: ActiveRun, given: readonly Message[]): Promise<GuardedMessages> {
  const guards = guardsAt(run, 'input');
  const messages: Message[] = [];
  const stops: unknown[] = [];
  for (const message of given) {
    if (message.role !== 'user' || guards.length === 0) {
      messages.push(message);
      continue;
    }
    const changed = (rewrite: unknown): InputSubject => subjectOf(partsOf(rewrite));
    try {
      const judgement = await judge(run, guards, subjectOf(message.content), changed);
      if (judgement && 'block' in judgement) stops.push(guardStop('the input', judgement.block));
      else messages.push(judgement ? { ...message, content: partsOf(judgement.rewrite) } : message);
    } catch (error) {
      stops.push(error);
    }
  }
  return { messages, ...(stops.length > 0 && { stop: stops[0] }) };
}

type InputSubject = Extract<Subject, { at: 'input' }>;

function subjectOf(value: readonly UserPart[]): InputSubject {
  return { at: 'input', value, text: textOfParts(value) };
}

/** A rewrite is text or parts, as `run` takes them. Throws `ConfigError` for anything else. */
function partsOf(rewrite: unknown): readonly UserPart[] {
  const [message] = messagesOf(rewrite as string);
  // `messagesOf` makes one user message of text and of parts.
  return (message as UserMessage).content;
}
