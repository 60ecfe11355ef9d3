import type { AgentEvent, EventBase } from '../contracts/event.ts';
import { describeError } from '../errors/describe-error.ts';
import type { EventBody } from './active-run.ts';
import type { RunDraft } from './run-draft.ts';

export type Listener = (event: AgentEvent) => void;

/** Hands events to all listeners; undefined when there are none. A listener that throws is reported to the others, once. */
export function emitter(
  state: RunDraft,
  listeners: readonly Listener[],
): ((body: EventBody) => void) | undefined {
  if (listeners.length === 0) return undefined;
  const reported = new Set<Listener>();
  const send = (body: EventBody): void => {
    const base: EventBase = { runId: state.runId, turn: state.turn, at: Date.now() };
    const event = Object.assign<EventBase, EventBody>(base, body);
    for (const listener of listeners) {
      try {
        listener(event);
      } catch (error) {
        if (reported.has(listener)) continue;
        reported.add(listener);
        send({
          type: 'warning',
          code: 'listener-failed',
          message: `A listener failed and was ignored: ${describeError(error)}`,
        });
      }
    }
  };
  return send;
}
