import type { Message } from '../contracts/message.ts';
import { createSideTable } from '../lib/side-table.ts';

/** What was made of conversations, so that the next turn of one costs what it adds. */
export interface ConversationMemo<T> {
  /** What was kept of a beginning of these messages, and how many of them that is. */
  find(messages: readonly Message[], variant?: string): Beginning<T> | undefined;
  /** Keeps what was made of all these messages: of one conversation the newest, and its beginning, for whoever goes on from there in another way. The array must not change later. */
  keep(messages: readonly Message[], value: T, variant?: string): void;
}

export interface Beginning<T> {
  readonly length: number;
  readonly value: T;
}

interface Kept<T> {
  readonly messages: readonly Message[];
  readonly variant: string;
  readonly value: T;
  /** What was kept first of the conversation. */
  readonly first?: Kept<T> | undefined;
}

/** Messages never change, so a beginning is known again by the identity of all its messages. */
export function createConversationMemo<T>(): ConversationMemo<T> {
  const memo = createSideTable<Message, Kept<T>>();
  return {
    find(messages, variant = '') {
      const key = keyOf(messages);
      const kept = key && memo.get(key);
      const fits = [kept, kept?.first].find(
        (one) => one?.variant === variant && begins(messages, one.messages),
      );
      return fits && { length: fits.messages.length, value: fits.value };
    },
    keep(messages, value, variant = '') {
      const key = keyOf(messages);
      if (!key) return;
      const kept = memo.get(key);
      const before = kept?.first ?? kept;
      const first = before?.variant === variant && begins(messages, before.messages) ? before : undefined;
      memo.set(key, { messages, variant, value, first });
    },
  };
}

/** The first message may be instructions that many conversations share. */
function keyOf(messages: readonly Message[]): Message | undefined {
  return messages[1] ?? messages[0];
}

function begins(messages: readonly Message[], beginning: readonly Message[]): boolean {
  if (messages.length < beginning.length) return false;
  for (let at = 0; at < beginning.length; at++) if (messages[at] !== beginning[at]) return false;
  return true;
}
