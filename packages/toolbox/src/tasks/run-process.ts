import { ToolFailure } from '@pegboard/core';
import { isProblem } from './problem.ts';
import { type ProcessOptions, startProcess } from './start-process.ts';

export interface ProcessJob extends Omit<ProcessOptions, 'onMessage'> {
  /** Milliseconds from start to answer. */
  readonly timeoutMs: number;
}

/**
 * The first message of a process, which is then killed. Rejects with `ToolFailure` when that tells a problem, at the deadline, and when the
 * process ends without one; with the signal's reason at an abort.
 */
export async function runProcess({ timeoutMs, ...options }: ProcessJob): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const running = startProcess({ ...options, onMessage: resolve });
  const late = new ToolFailure(
    `It did not finish within ${timeoutMs} ms and was stopped. Ask for less at a time.`,
  );
  const timer = setTimeout(() => reject(late), timeoutMs);
  try {
    const answer = await Promise.race([promise, running.failed]);
    if (isProblem(answer)) throw new ToolFailure(answer.problem);
    return answer;
  } finally {
    clearTimeout(timer);
    running.stop();
  }
}
