import { ToolFailure } from '@pegboard/core';
import { isProblem } from './problem.ts';
import { runWorker, type WorkerLimits } from './run-worker.ts';
import type { TaskInput, TaskName, TaskOutput } from './task-list.ts';

/** Runs a task in a worker of its own, so that nothing a model writes can hold up or harm the program. */
export async function runTask<K extends TaskName>(
  name: K,
  input: TaskInput<K>,
  limits: WorkerLimits,
): Promise<TaskOutput<K>> {
  const answer = await runWorker(workerFile(), { name, input }, limits);
  if (isProblem(answer)) throw new ToolFailure(answer.problem);
  return answer as TaskOutput<K>; // what the task of that name gives
}

/** Run from its sources, the worker is TypeScript as well. */
function workerFile(): URL {
  const isSource = import.meta.url.endsWith('.ts');
  return isSource
    ? new URL('./task-worker.ts', import.meta.url)
    : new URL('./task-worker.js', import.meta.url);
}
