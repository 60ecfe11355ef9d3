import type { TaskInput, TaskName, TaskOutput } from './task-list.ts';

export interface TaskLimits {
  readonly signal: AbortSignal;
  /** Milliseconds from start to answer. */
  readonly timeoutMs: number;
  /** Megabytes of JavaScript objects. Default 256. */
  readonly memoryMb?: number;
}

/** Runs a task in a process of its own, so that nothing a model writes can hold up or harm the program. */
export async function runTask<K extends TaskName>(
  name: K,
  input: TaskInput<K>,
  limits: TaskLimits,
): Promise<TaskOutput<K>> {
  const { runProcess } = await import('./run-process.ts');
  const answer = await runProcess({ name: 'task', message: { name, input }, ...limits });
  return answer as TaskOutput<K>; // what the task of that name gives
}
