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
    const { runId, turn } = state;
    const event = joined(body, { runId, turn, at: Date.now() });
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

/** The body itself with what every event carries: each is made for one event. An event of an inner run is whole already. */
function joined(body: EventBody, base: EventBase): AgentEvent {
  return 'runId' in body ? (body as AgentEvent) : Object.assign<EventBody, EventBase>(body, base);
}
