import { parentPort, workerData } from 'node:worker_threads';
import { disarm } from './disarm.ts';
import { problemOf } from './problem.ts';
import { type TaskName, tasks } from './task-list.ts';

// What `runTask` has sent.
const { name, input } = workerData as { name: TaskName; input: never };
const run: (input: never) => unknown = await tasks[name]();
disarm();
const answer: unknown = await Promise.resolve(input)
  .then(run)
  .catch((error: unknown) => problemOf(error));
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of threads has no origins
parentPort?.postMessage(answer);
