import type { Message } from '@pegboard/core';
import { around, type MemoryMutant, step } from './memory-mutant.ts';
import { storageMutants } from './memory-storage-mutants.ts';
import { referenceMemory } from './reference-memory.ts';

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const writing: readonly MemoryMutant[] = [
  step('no idempotence', 'the same append twice counts once', { fresh: (_, messages) => [...messages] }),
  step('idempotent only against the stored ones', 'the same id twice in one append counts once', {
    fresh: (stored, messages) => messages.filter(({ id }) => !stored.some((other) => other.id === id)),
  }),
  step(
    'idempotent only against the last message',
    'of an overlapping append only the new messages are added',
    {
      fresh: (stored, messages) => messages.filter(({ id }) => stored.at(-1)?.id !== id),
    },
  ),
  step('one known id drops the whole append', 'of an overlapping append only the new messages are added', {
    fresh: (stored, messages) =>
      messages.some(({ id }) => stored.some((m) => m.id === id)) ? [] : [...messages],
  }),
  step('skips by text instead of id', 'the same append twice counts once', {
    fresh: (stored, messages) => messages.filter((m) => !stored.some((other) => other.content === m.content)),
  }),
  step('adds at the front', 'later appends go to the end', { add: (stored, fresh) => [...fresh, ...stored] }),
  step('reverses an append', 'one append is loaded in the order given', {
    add: (stored, fresh) => [...stored, ...fresh.toReversed()],
  }),
  step('sorts by id', 'order is that of the appends, not of the ids', {
    add: (stored, fresh) => [...stored, ...fresh].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  }),
  step('keeps messages in an object by id', 'order is that of the appends, not of the ids', {
    add: (stored, fresh) => Object.values(Object.fromEntries([...stored, ...fresh].map((m) => [m.id, m]))),
  }),
  step('replaces a known message', 'the first message of an id stays', {
    fresh: (_, messages) => [...messages],
    add: (stored, fresh) => [...new Map([...stored, ...fresh].map((m) => [m.id, m])).values()],
  }),
  step('keeps only the last 100 messages', 'a large thread keeps all messages in order', {
    add: (stored, fresh) => [...stored, ...fresh].slice(-100),
  }),
  step('drops the last message of an append', 'one append is loaded in the order given', {
    add: (stored, fresh) => [...stored, ...fresh.slice(0, -1)],
  }),
  step('reads, waits, writes', 'appends at the same time lose nothing and stay in one piece each', {
    add: async (stored, fresh) => {
      await nextTurn();
      return [...stored, ...fresh];
    },
  }),
  around(
    'appends one message at a time',
    'appends at the same time lose nothing and stay in one piece each',
    (memory) => ({
      async append(thread, messages, { expectedLast, ...ctx }) {
        await memory.append(thread, [], { ...ctx, ...(expectedLast !== undefined && { expectedLast }) });
        for (const message of messages) {
          await memory.append(thread, [message], ctx);
          await nextTurn();
        }
      },
    }),
  ),
  around(
    'shows an append before it is whole',
    'a load during an append sees all of it or none',
    (memory) => ({
      async append(thread, messages, { expectedLast, ...ctx }) {
        const half = messages.length >> 1;
        await memory.append(thread, messages.slice(0, half), {
          ...ctx,
          ...(expectedLast !== undefined && { expectedLast }),
        });
        await memory.append(thread, messages.slice(half), ctx);
      },
    }),
  ),
];

const conflicts: readonly MemoryMutant[] = [
  step('never a conflict', 'expectedLast that is not the last message rejects and adds nothing', {
    conflicts: () => false,
  }),
  step(
    'expectedLast anywhere in the thread',
    'expectedLast that is not the last message rejects and adds nothing',
    {
      conflicts: (stored, last) => last !== null && !stored.some(({ id }) => id === last),
    },
  ),
  step('ignores expectedLast null', 'expectedLast null rejects on a thread that is not empty', {
    conflicts: (stored, last) => last !== null && stored.at(-1)?.id !== last,
  }),
  step('no conflict on an empty thread', 'expectedLast of a message rejects on an empty thread', {
    conflicts: (stored, last) => stored.length > 0 && stored.at(-1)?.id !== last,
  }),
  step('expectedLast null always conflicts', 'expectedLast null is accepted on an empty thread', {
    conflicts: (stored, last) => last === null || stored.at(-1)?.id !== last,
  }),
  around(
    'adds and then reports the conflict',
    'expectedLast of an unknown message rejects and adds nothing',
    (memory) => ({
      async append(thread, messages, ctx) {
        const before = await memory.load(thread, ctx);
        const { expectedLast, ...rest } = ctx;
        await memory.append(thread, messages, rest);
        if (expectedLast !== undefined && before.at(-1)?.id !== (expectedLast ?? undefined))
          await memory.append(thread, [], ctx);
      },
    }),
  ),
  around(
    'checks expectedLast and writes later',
    'of several appends with the same expectedLast one wins',
    (memory) => ({
      async append(thread, messages, ctx) {
        await memory.append(thread, [], ctx);
        await nextTurn();
        const { expectedLast: _, ...rest } = ctx;
        await memory.append(thread, messages, rest);
      },
    }),
  ),
  around('swallows the conflict', 'expectedLast null rejects on a thread that is not empty', (memory) => ({
    append: (thread, messages, ctx) => memory.append(thread, messages, ctx).catch(() => {}),
  })),
];

const copies: readonly MemoryMutant[] = [
  around('gives out one growing array', 'an array that was loaded does not change with later appends', () => {
    const live: Message[] = [];
    return {
      load: async () => live,
      append: async (_, messages) =>
        void live.push(...structuredClone(messages.filter((m) => !live.some(({ id }) => id === m.id)))),
    };
  }),
  step('keeps the objects it is given', 'changing a message after it was appended changes nothing', {
    copyIn: (messages) => [...messages],
  }),
  around('keeps the array it is given', 'changing the array that was appended changes nothing', (memory) => {
    let kept: readonly Message[] = [];
    return {
      load: async () => kept.map((message) => structuredClone(message)),
      append: async (thread, messages, ctx) => {
        await memory.append(thread, messages, ctx);
        kept = messages;
      },
    };
  }),
  step('gives out its own objects', 'changing what was loaded changes nothing', {
    copyOut: (messages) => [...messages],
  }),
  step('gives out its own array', 'changing what was loaded changes nothing', {
    copyOut: (messages) => messages,
  }),
];

const rest: readonly MemoryMutant[] = [
  step('ignores the signal', 'load with an aborted signal rejects with its reason', { onAbort: () => {} }),
  step(
    'throws its own abort error',
    'append with an aborted signal rejects with its reason and adds nothing',
    {
      onAbort: (signal) => {
        if (signal.aborted) throw new DOMException('stopped', 'AbortError');
      },
    },
  ),
  around(
    'writes and then looks at the signal',
    'append with an aborted signal rejects with its reason and adds nothing',
    (memory) => ({
      async append(thread, messages, ctx) {
        await memory.append(thread, messages, { ...ctx, signal: new AbortController().signal });
        ctx.signal.throwIfAborted();
      },
    }),
  ),
  step('clear takes all threads', 'clear empties one thread and leaves the others', {
    clear: (threads) => threads.clear(),
  }),
  step('clear does nothing', 'clear empties one thread and leaves the others', { clear: () => {} }),
  around('clear keeps the ids', 'a cleared thread starts anew', (memory) => {
    const seen = new Set<string>();
    return {
      append: async (thread, messages, ctx) => {
        const fresh = messages.filter(({ id }) => !seen.has(id));
        await memory.append(thread, fresh, ctx);
        for (const { id } of fresh) seen.add(id);
      },
    };
  }),
  step('fork shares the thread', 'fork copies a thread; both then go their own way', {
    fork: (threads, from, to) => void threads.set(to, threads.get(from) ?? []),
    add: (stored, fresh) => {
      (stored as Message[]).push(...fresh);
      return stored as Message[];
    },
  }),
  step('fork overwrites', 'fork to a thread that is not empty rejects and changes nothing', {
    fork: (threads, from, to) => void threads.set(to, structuredClone(threads.get(from) ?? [])),
  }),
  step('fork moves', 'fork copies a thread; both then go their own way', {
    fork(threads, from, to) {
      threads.set(to, threads.get(from) ?? []);
      threads.delete(from);
    },
  }),
  step('search scores by length alone', 'search finds a message by its words, with its thread and a score', {
    score: (text) => -text.length,
  }),
  step('search gives NaN scores', 'search finds a message by its words, with its thread and a score', {
    score: () => Number.NaN,
  }),
  around('search sees cleared messages', 'search does not find what was cleared', (memory) => {
    const shadow = referenceMemory();
    return {
      append: async (thread, messages, ctx) => {
        await memory.append(thread, messages, ctx);
        await shadow.append(thread, messages, { signal: ctx.signal, runId: ctx.runId });
      },
      search: async (query, ctx) => (await shadow.search?.(query, ctx)) ?? [],
    };
  }),
];

/** Wrong memories that `testMemory` is proved by. */
export const memoryMutants: readonly MemoryMutant[] = [
  ...writing,
  ...conflicts,
  ...copies,
  ...storageMutants,
  ...rest,
];
