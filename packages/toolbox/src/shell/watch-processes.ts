import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessLimits {
  readonly maxProcesses: number;
  readonly maxMemoryBytes: number;
}

export type Excess = 'processes' | 'memory';

/**
 * What the processes below `pid`, itself included, use too much of. The kernel's own limits count per process, and not at all for root.
 * Stops counting at the limit.
 */
export function findExcess(pid: number, { maxProcesses, maxMemoryBytes }: ProcessLimits): Excess | undefined {
  const open = [pid];
  let memory = 0;
  let tasks = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const threads = quietly(() => readdirSync(`/proc/${next}/task`), []);
    tasks += threads.length;
    if (tasks > maxProcesses) return 'processes';
    memory += memoryOf(next);
    if (memory > maxMemoryBytes) return 'memory';
    for (const thread of threads) {
      const children = quietly(() => readFileSync(`/proc/${next}/task/${thread}/children`, 'utf8'), '');
      open.push(...children.split(' ').filter(Boolean).map(Number));
    }
  }
  return undefined;
}

/** Bytes in memory that are not those of a file on the disk. */
function memoryOf(pid: number): number {
  const status = quietly(() => readFileSync(`/proc/${pid}/status`, 'utf8'), '');
  const sizes = [...status.matchAll(/^Rss(?:Anon|Shmem):\s*(\d+) kB$/gm)];
  return sizes.reduce((sum, [, size]) => sum + Number(size) * 1024, 0);
}

/** A process may end while it is looked at. */
function quietly<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
