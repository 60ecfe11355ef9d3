import type { Effects } from '../contracts/tool.ts';

export interface Task {
  /** Runs alone: after all before it and before all after it. */
  readonly barrier: boolean;
  readonly effects: Effects | undefined;
  /** Must not run now; what conflicts with it and comes later has to wait as well. */
  readonly blocked: boolean;
  /** `waiting`: it is not done after all, and what conflicts with it and comes later has to wait. */
  run(): Promise<'waiting' | undefined>;
}

/**
 * Runs tasks side by side, at most `cap` at a time, in order where they conflict: around barriers, and where one writes what another
 * reads or writes. Resolves when nothing more can start and all that started is done. After a rejection nothing new starts.
 */
export async function executeParallel(tasks: readonly Task[], cap: number): Promise<void> {
  const [first, ...others] = tasks;
  // Most answers have one call.
  if (others.length > 0) await runAll(tasks, cap);
  else if (first && !first.blocked) await first.run();
}

function runAll(tasks: readonly Task[], cap: number): Promise<void> {
  const settled = tasks.map(() => false);
  const started = tasks.map((task) => task.blocked);
  let running = 0;
  let failure: { readonly error: unknown } | undefined;
  return new Promise((resolve, reject) => {
    const startReady = (): void => {
      tasks.forEach((task, index) => {
        if (started[index] || running >= cap || failure || mustWait(tasks, settled, index)) return;
        started[index] = true;
        running++;
        task.run().then(
          (end) => finish(index, end !== 'waiting'),
          (error: unknown) => finish(index, true, { error }),
        );
      });
      if (running > 0) return;
      if (failure) reject(failure.error);
      else resolve();
    };
    const finish = (index: number, done: boolean, error?: { readonly error: unknown }): void => {
      settled[index] = done;
      running--;
      failure ??= error;
      startReady();
    };
    startReady();
  });
}

function mustWait(tasks: readonly Task[], settled: readonly boolean[], index: number): boolean {
  const task = tasks[index];
  return tasks
    .slice(0, index)
    .some((earlier, at) => !settled[at] && task !== undefined && conflicts(earlier, task));
}

type Effective = Omit<Task, 'run'>;

/** Whether the second has to wait for the first. */
export function conflicts(a: Effective, b: Effective): boolean {
  if (a.barrier || b.barrier) return true;
  return touches(a.effects?.writes, b) || touches(b.effects?.writes, a);
}

function touches(writes: readonly string[] | undefined, { effects }: Effective): boolean {
  return writes?.some((key) => effects?.writes?.includes(key) || effects?.reads?.includes(key)) ?? false;
}
