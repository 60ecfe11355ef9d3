import type { Awaitable, Memory, Message } from '@pegboard/core';
import { checkSame } from '../conformance/check.ts';
import type { ConformanceCase, Skipped } from '../conformance/conformance-case.ts';

/** What `testMemory` is given: makes a memory that shares nothing with the ones made before. */
export interface MemorySubject {
  readonly create: () => Awaitable<Memory>;
  /** The same storage again, as after a restart. Cases that need it are skipped without. */
  readonly reopen?: (memory: Memory) => Awaitable<Memory>;
  /** Messages in the large thread; default 1,000. */
  readonly large?: number;
}

export type MemoryCase = ConformanceCase<MemorySubject>;

/** A memory and short ways to use it. */
export interface MemoryBench {
  readonly memory: Memory;
  readonly subject: MemorySubject;
  readonly load: (thread: string) => Promise<readonly Message[]>;
  readonly append: (
    thread: string,
    messages: readonly Message[],
    expectedLast?: string | null,
  ) => Promise<void>;
  /** Fails unless the thread holds exactly these messages. */
  readonly holds: (thread: string, messages: readonly Message[], when: string) => Promise<void>;
}

type Body = (bench: MemoryBench) => Promise<Skipped | undefined | void>;

/** A case on one fresh memory, disposed of afterwards. */
export function memoryCase(name: string, body: Body): MemoryCase {
  return {
    name,
    async run(subject) {
      const memory = await subject.create();
      try {
        return await body(benchOf(memory, subject));
      } finally {
        await (memory as Partial<AsyncDisposable>)[Symbol.asyncDispose]?.();
      }
    },
  };
}

export function benchOf(memory: Memory, subject: MemorySubject): MemoryBench {
  const { signal } = new AbortController();
  const load = (thread: string): Promise<readonly Message[]> => memory.load(thread, { signal });
  return {
    memory,
    subject,
    load,
    append: (thread, messages, expectedLast) =>
      memory.append(thread, messages, {
        signal,
        runId: 'run_1',
        ...(expectedLast !== undefined && { expectedLast }),
      }),
    holds: async (thread, messages, when) => checkSame(await load(thread), messages, when),
  };
}

/** A message whose id and text are `id`. */
export function note(id: string, text: string = id): Message {
  return { id, role: 'user', content: [{ type: 'text', text }] };
}

/** `count` messages with ids `prefix1`, `prefix2` … */
export function notes(prefix: string, count: number): Message[] {
  return Array.from({ length: count }, (_, index) => note(`${prefix}${index + 1}`));
}

export function idsOf(messages: readonly Message[]): string[] {
  return messages.map(({ id }) => id);
}
