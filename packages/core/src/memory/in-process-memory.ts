import type { Memory } from '../contracts/memory.ts';
import type { threadStore } from './thread-store.ts';

type Store = ReturnType<typeof threadStore>;

/** Keeps threads in this process, until it ends; what it gives is frozen. For tests, prototypes and sessions. */
export function inProcessMemory(): Memory {
  let store: Promise<Store> | undefined;
  const open = (): Promise<Store> =>
    (store ??= import('./thread-store.ts').then((module) => module.threadStore()));
  return {
    load: async (thread, ctx) => (await open()).load(thread, ctx),
    append: async (thread, messages, ctx) => (await open()).append(thread, messages, ctx),
    clear: async (thread) => (await open()).clear(thread),
    fork: async (from, to) => (await open()).fork(from, to),
  };
}
