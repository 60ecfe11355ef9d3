import type { AgentEvent, EventBase } from '../contracts/event.ts';
import { describeError } from '../errors/describe-error.ts';
import { isPromiseLike } from '../lib/deadline.ts';
import type { EventBody } from './event-body.ts';
import type { RunDraft } from './run-draft.ts';

export type Listener = (event: AgentEvent) => void;

/** Hands events to all listeners; undefined when there are none. A listener that throws, or rejects, is reported to the others, once. */
export function emitter(
  state: RunDraft,
  listeners: readonly Listener[],
): ((body: EventBody) => void) | undefined {
  if (listeners.length === 0) return undefined;
  const reported = new Set<Listener>();
  const report = (listener: Listener, error: unknown): void => {
    if (reported.has(listener)) return;
    reported.add(listener);
    const message = `A listener failed and was ignored: ${describeError(error)}`;
    send({ type: 'warning', code: 'listener-failed', message });
  };
  const send = (body: EventBody): void => {
    const base: EventBase = { runId: state.runId, turn: state.turn, at: Date.now() };
    const event = joined(base, body);
    for (const listener of listeners) {
      try {
        const returned: unknown = listener(event);
        if (isPromiseLike(returned)) returned.then(undefined, (error: unknown) => report(listener, error));
      } catch (error) {
        report(listener, error);
      }
    }
  };
  return send;
}

/** `partialInput` and `partial` are getters, which copying would call. */
function joined(base: EventBase, body: EventBody): AgentEvent {
  if (body.type !== 'tool-call-delta' && body.type !== 'output')
    return Object.assign<EventBase, EventBody>(base, body);
  return Object.defineProperties(base, Object.getOwnPropertyDescriptors(body)) as AgentEvent;
}
