import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Memory, type Message, PegboardError } from '@pegboard/core';

/**
 * Conversations as files, one for each thread. One process may use a folder at a time: work on a thread waits for the work before it, which
 * other processes do not see.
 */
export function createMemory(folder: string): Memory {
  const inTurn = createQueues();
  const read = (thread: string): Promise<readonly Message[]> => readThread(fileOf(folder, thread));
  const write = async (thread: string, messages: readonly Message[]): Promise<void> => {
    await mkdir(folder, { recursive: true });
    const file = fileOf(folder, thread);
    // In one step: a crash leaves the file before or the file after.
    await writeFile(`${file}.new`, JSON.stringify(messages));
    await rename(`${file}.new`, file);
  };
  return {
    async load(thread, { signal }) {
      signal.throwIfAborted();
      return inTurn(thread, () => read(thread));
    },
    async append(thread, messages, { signal, expectedLast }) {
      signal.throwIfAborted();
      await inTurn(thread, async () => {
        const before = await read(thread);
        const known = new Set(before.map(({ id }) => id));
        // The same messages may come again, after a crash.
        const added = messages.filter(({ id }) => !known.has(id) && known.add(id));
        if (added.length === 0) return;
        const last = before.at(-1)?.id ?? null;
        if (expectedLast !== undefined && expectedLast !== last) throw conflict(thread, expectedLast, last);
        await write(thread, [...before, ...added]);
      });
    },
    clear: (thread) => inTurn(thread, () => rm(fileOf(folder, thread), { force: true })),
    fork: async (from, to) => {
      const messages = await inTurn(from, () => read(from));
      await inTurn(to, async () => {
        if ((await read(to)).length > 0) throw occupied(to);
        await write(to, messages);
      });
    },
  };
}

/** Names of threads may hold anything, so they are no names of files. */
function fileOf(folder: string, thread: string): string {
  return join(folder, `${createHash('sha256').update(thread).digest('hex')}.json`);
}

async function readThread(file: string): Promise<readonly Message[]> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as readonly Message[]; // as it was written
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Work on one thread is done one after the other. */
function createQueues() {
  const queues = new Map<string, Promise<unknown>>();
  return async <T>(thread: string, work: () => Promise<T>): Promise<T> => {
    const done = (queues.get(thread) ?? Promise.resolve()).then(work);
    const settled = done.catch(() => undefined);
    queues.set(thread, settled);
    void settled.then(() => queues.get(thread) === settled && queues.delete(thread));
    return done;
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

function occupied(thread: string): PegboardError {
  return new PegboardError({
    code: 'memory',
    what: `Thread "${thread}" holds messages already`,
    fix: 'Choose another name, or clear it first',
  });
}
