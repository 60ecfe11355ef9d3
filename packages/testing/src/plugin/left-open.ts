import { AsyncLocalStorage, createHook } from 'node:async_hooks';

/** Kinds that last until somebody ends them. Timers count when nothing keeps the process alive for them, too. */
const lasting = new Map([
  ['Timeout', 'a timer'],
  ['TCPSERVERWRAP', 'a server'],
  ['TCPWRAP', 'a socket'],
  ['TLSWRAP', 'a socket'],
  ['UDPWRAP', 'a socket'],
  ['PIPESERVERWRAP', 'a server'],
  ['PIPEWRAP', 'a pipe'],
  ['PROCESSWRAP', 'a process'],
  ['FSEVENTWRAP', 'a watcher'],
  ['STATWATCHER', 'a watcher'],
  ['WORKER', 'a worker'],
]);

/**
 * Does work and gives the kinds of what was begun in it and is still open, once all is closed or `settleMs` milliseconds are over. What others
 * begin in the meantime does not count.
 */
export async function leftOpen(work: () => Promise<void>, settleMs: number): Promise<readonly string[]> {
  const open = new Map<number, string>();
  const here = new AsyncLocalStorage<object>();
  const mark = {};
  const hook = createHook({
    init(id, type) {
      const kind = lasting.get(type);
      if (kind !== undefined && here.getStore() === mark) open.set(id, kind);
    },
    destroy: (id) => void open.delete(id),
  }).enable();
  try {
    await here.run(mark, work);
    const until = performance.now() + settleMs;
    while (open.size > 0 && performance.now() < until)
      await new Promise<void>((resolve) => setImmediate(resolve));
    return [...new Set(open.values())];
  } finally {
    hook.disable();
  }
}
