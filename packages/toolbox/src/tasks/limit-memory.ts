import { Worker } from 'node:worker_threads';

/** Looks from another thread, since native code that takes memory holds up this one. */
const watch = `
  const { workerData } = require('node:worker_threads');
  setInterval(() => {
    if (process.memoryUsage.rss() > workerData) process.kill(process.pid, 'SIGKILL');
  }, 10);
`;

/** Kills this process when it holds more memory than it does now and so many bytes. */
export async function limitMemory(bytes: number): Promise<void> {
  const limit = process.memoryUsage.rss() + bytes;
  const worker = new Worker(watch, { eval: true, workerData: limit, execArgv: [], env: {} });
  await new Promise((resolve) => worker.once('online', resolve));
  worker.unref();
}
