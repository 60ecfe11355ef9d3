import type { Message } from '../contracts/message.ts';
import { ConfigError } from '../errors/config-error.ts';

/** Changes what the model is sent of a conversation; the conversation itself stays whole. */
export type HistoryTransform = (
  messages: readonly Message[],
) => readonly Message[] | PromiseLike<readonly Message[]>;

/**
 * Keeps the system messages and the newest `maxMessages` others. It cuts only where a user message begins, so that a call is never
 * separated from its result and no answer from its question; when a single exchange is longer than the window, all of it is kept.
 */
export function windowMessages({ maxMessages }: { readonly maxMessages: number }): HistoryTransform {
  if (!Number.isInteger(maxMessages) || maxMessages < 1) {
    throw new ConfigError({
      what: 'windowMessages needs a whole number of at least 1',
      evidence: `maxMessages is ${maxMessages}`,
      fix: 'Pass, say, { maxMessages: 40 }',
    });
  }
  return (messages) => {
    const spoken = messages.filter((message) => message.role !== 'system');
    if (spoken.length <= maxMessages) return messages;
    const from = windowStart(spoken, spoken.length - maxMessages);
    const kept = new Set(spoken.slice(from));
    return messages.filter((message) => message.role === 'system' || kept.has(message));
  };
}

/** The first user message at or after `from`; if there is none, the last one before it. */
function windowStart(messages: readonly Message[], from: number): number {
  const after = messages.findIndex((message, index) => index >= from && message.role === 'user');
  if (after >= 0) return after;
  return Math.max(
    0,
    messages.findLastIndex((message, index) => index < from && message.role === 'user'),
  );
}
