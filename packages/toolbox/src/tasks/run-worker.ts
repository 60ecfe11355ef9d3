import { Worker } from 'node:worker_threads';
import { ToolFailure } from '@pegboard/core';

export interface WorkerLimits {
  readonly signal: AbortSignal;
  /** Milliseconds from start to answer. */
  readonly timeoutMs: number;
  /** Megabytes of JavaScript objects. Default 256. */
  readonly memoryMb?: number;
}

/** A worker without environment variables, arguments and output of its own. */
export function startWorker(file: URL, data: unknown, memoryMb = 256): Worker {
  const worker = new Worker(file, {
    workerData: data,
    env: {},
    argv: [],
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
  });
  // Nobody reads them, and unread they would be kept.
  worker.stdout.resume();
  worker.stderr.resume();
  return worker;
}

/** The first message of a worker, which then ends. Rejects with `ToolFailure` at a limit, with the signal's reason at an abort. */
export async function runWorker(file: URL, data: unknown, limits: WorkerLimits): Promise<unknown> {
  const { signal, timeoutMs, memoryMb } = limits;
  signal.throwIfAborted();
  const worker = startWorker(file, data, memoryMb);
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const late = new ToolFailure(
    `It did not finish within ${timeoutMs} ms and was stopped. Ask for less at a time.`,
  );
  const timer = setTimeout(() => reject(late), timeoutMs);
  const abort = (): void => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  worker.on('message', resolve);
  worker.on('error', (error) => reject(asFailure(error)));
  worker.on('exit', () => reject(new ToolFailure('It ended without a result.')));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
    await worker.terminate();
  }
}

export function asFailure(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ERR_WORKER_OUT_OF_MEMORY') return error;
  return new ToolFailure('It needed more memory than it may have and was stopped. Ask for less at a time.');
}
