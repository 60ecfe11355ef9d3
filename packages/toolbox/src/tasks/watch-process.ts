import { Worker } from 'node:worker_threads';

/** Another thread, since this one may be held up by what it runs. */
const watch = `
  const { limit, parent } = require('node:worker_threads').workerData;
  const end = () => process.kill(process.pid, 'SIGKILL');
  setInterval(() => process.memoryUsage.rss() > limit && end(), 10);
  setInterval(() => {
    try {
      process.kill(parent, 0);
    } catch (error) {
      if (error.code === 'ESRCH') end();
    }
  }, 500);
`;

/** In a process that `startProcess` has started: kills it when it holds so many bytes more than now, native code included, and when the program that started it is gone. */
export async function watchProcess(memoryBytes: number): Promise<void> {
  // The program may be gone already, and then the parent is another.
  const parent = Number(process.argv[2]);
  const workerData = { limit: process.memoryUsage.rss() + memoryBytes, parent };
  const worker = new Worker(watch, { eval: true, workerData, execArgv: [], env: {} });
  await new Promise((resolve) => worker.once('online', resolve));
  worker.unref();
}
