import type { Memory } from '../contracts/memory.ts';
import type { Message } from '../contracts/message.ts';
import { PegboardError } from '../errors/pegboard-error.ts';
import { deepFreeze } from '../lib/deep-freeze.ts';

/** The store behind `inProcessMemory`, loaded with its first use. */
export function threadStore(): Required<Omit<Memory, 'search'>> {
  const threads = new Map<string, readonly Message[]>();
  const read = (thread: string): readonly Message[] => threads.get(thread) ?? [];
  return {
    async load(thread, { signal }) {
      signal.throwIfAborted();
      return read(thread);
    },
    async append(thread, messages, { signal, expectedLast }) {
      signal.throwIfAborted();
      const before = read(thread);
      const known = new Set(before.map((message) => message.id));
      const added = messages.filter(({ id }) => !known.has(id) && known.add(id));
      const last = before.at(-1)?.id ?? null;
      if (added.length > 0 && expectedLast !== undefined && expectedLast !== last)
        throw conflict(thread, expectedLast, last);
      if (added.length > 0)
        threads.set(thread, Object.freeze([...before, ...deepFreeze(structuredClone(added))]));
    },
    async clear(thread) {
      threads.delete(thread);
    },
    async fork(from, to) {
      if (read(to).length > 0) {
        throw new PegboardError({
          code: 'memory',
          what: `Thread "${from}" cannot be copied to "${to}"`,
          evidence: `"${to}" already holds ${read(to).length} messages`,
          fix: 'Choose another name, or clear it first',
        });
      }
      threads.set(to, read(from));
    },
  };
}

function conflict(thread: string, expected: string | null, found: string | null): PegboardError {
  return new PegboardError({
    code: 'memory',
    what: `Thread "${thread}" was changed by somebody else`,
    evidence: `expected ${expected ?? 'an empty thread'} as its last message, found ${found ?? 'an empty thread'}`,
    fix: 'Load the thread again and repeat the run',
  });
}
