import { type AppendContext, ConfigError, type Memory, type MemoryHit, type Message } from '@pegboard/core';

/** The steps of a correct memory, each replaceable: a mutant replaces one. */
export interface MemorySteps {
  key(thread: string): string;
  messageKey(message: Message): string;
  copyIn(messages: readonly Message[]): Message[];
  copyOut(messages: readonly Message[]): readonly Message[];
  /** The messages of an append that are not there yet. */
  fresh(
    stored: readonly Message[],
    messages: readonly Message[],
    keyOf: (message: Message) => string,
  ): Message[];
  conflicts(stored: readonly Message[], expectedLast: string | null): boolean;
  add(stored: readonly Message[], fresh: readonly Message[]): Message[] | Promise<Message[]>;
  onAbort(signal: AbortSignal): void;
  clear(threads: Map<string, Message[]>, key: string): void;
  fork(threads: Map<string, Message[]>, from: string, to: string): void;
  score(text: string, words: readonly string[]): number;
}

const steps: MemorySteps = {
  key: (thread) => thread,
  messageKey: ({ id }) => id,
  copyIn: (messages) => structuredClone([...messages]),
  copyOut: (messages) => structuredClone([...messages]),
  fresh(stored, messages, keyOf) {
    const seen = new Set(stored.map(keyOf));
    return messages.filter((message) => !seen.has(keyOf(message)) && seen.add(keyOf(message)));
  },
  conflicts: (stored, expectedLast) => (stored.at(-1)?.id ?? null) !== expectedLast,
  add: (stored, fresh) => [...stored, ...fresh],
  onAbort: (signal) => signal.throwIfAborted(),
  clear: (threads, key) => void threads.delete(key),
  fork(threads, from, to) {
    if (threads.get(to)?.length) throw new ConfigError({ what: `Thread ${to} is not empty` });
    threads.set(to, structuredClone(threads.get(from) ?? []));
  },
  score: (text, words) => words.filter((word) => text.toLowerCase().includes(word.toLowerCase())).length,
};

/** A correct memory of the plainest kind, or, with a step replaced, a wrong one. */
export function referenceMemory(replaced: Partial<MemorySteps> = {}): Memory {
  const step = { ...steps, ...replaced };
  const threads = new Map<string, Message[]>();
  const at = (thread: string): Message[] => threads.get(step.key(thread)) ?? [];

  async function append(thread: string, messages: readonly Message[], ctx: AppendContext): Promise<void> {
    step.onAbort(ctx.signal);
    const stored = at(thread);
    if (ctx.expectedLast !== undefined && step.conflicts(stored, ctx.expectedLast)) {
      throw new ConfigError({ what: `Thread ${thread} does not end with ${ctx.expectedLast}` });
    }
    const added = step.add(stored, step.fresh(stored, step.copyIn(messages), step.messageKey));
    // Awaiting only what has to be awaited keeps the correct memory atomic.
    threads.set(step.key(thread), added instanceof Promise ? await added : added);
  }

  return {
    append,
    async load(thread, { signal }) {
      step.onAbort(signal);
      return step.copyOut(at(thread));
    },
    clear: async (thread) => step.clear(threads, step.key(thread)),
    fork: async (from, to) => step.fork(threads, step.key(from), step.key(to)),
    search: async (query) => searchIn(threads, query.split(/\s+/), step.score),
  };
}

function searchIn(
  threads: ReadonlyMap<string, readonly Message[]>,
  words: readonly string[],
  scoreOf: MemorySteps['score'],
): MemoryHit[] {
  return [...threads]
    .flatMap(([thread, messages]) =>
      messages.map((message) => ({
        thread,
        message,
        score: scoreOf(JSON.stringify(message.content), words),
      })),
    )
    .filter(({ score }) => score !== 0)
    .toSorted((a, b) => b.score - a.score);
}
