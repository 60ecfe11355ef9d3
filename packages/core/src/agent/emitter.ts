import type { AgentEvent, EventBase } from '../contracts/event.ts';
import { describeError } from '../errors/describe-error.ts';
import { isPromiseLike } from '../lib/deadline.ts';
import type { EventBody } from './event-body.ts';
import type { RunDraft } from './run-draft.ts';

export type Listener = (event: AgentEvent) => void;
export type TextListener = (text: string) => void;

type Emit = (body: EventBody) => void;

/** Hands events to all listeners; undefined when there are none. A listener that throws, or rejects, is reported to the others, once. */
export function emitter(state: RunDraft, listeners: readonly Listener[]): Emit | undefined {
  if (listeners.length === 0) return undefined;
  const tell = tellAll(listeners, (failed) => send(failed));
  const send = (body: EventBody): void => {
    const { runId, turn } = state;
    tell(joined(body, { runId, turn, at: Date.now() }));
  };
  return send;
}

/** Hands on text; undefined when nobody wants it. No event is made for it, and those who want nothing else cost a run no events at all. */
export function teller(listeners: readonly TextListener[], emit: Emit | undefined): TextListener | undefined {
  return listeners.length > 0 ? tellAll(listeners, emit) : undefined;
}

function tellAll<T>(listeners: readonly ((told: T) => void)[], emit: Emit | undefined): (told: T) => void {
  const reported = new Set<unknown>();
  const report = (listener: unknown, error: unknown): void => {
    if (reported.has(listener)) return;
    reported.add(listener);
    const message = `A listener failed and was ignored: ${describeError(error)}`;
    emit?.({ type: 'warning', code: 'listener-failed', message });
  };
  return (told) => {
    for (const listener of listeners) {
      try {
        const returned: unknown = listener(told);
        if (isPromiseLike(returned)) returned.then(undefined, (error: unknown) => report(listener, error));
      } catch (error) {
        report(listener, error);
      }
    }
  };
}

/** The body itself with what every event carries: each is made for one event. An event of an inner run is whole already. */
function joined(body: EventBody, base: EventBase): AgentEvent {
  return 'runId' in body ? (body as AgentEvent) : Object.assign<EventBody, EventBase>(body, base);
}
