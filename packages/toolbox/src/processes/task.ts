import { answerOnce } from '../tasks/answer-once.ts';
import { disarm } from '../tasks/disarm.ts';
import { type TaskName, tasks } from '../tasks/task-list.ts';
import { watchProcess } from '../tasks/watch-process.ts';

/** Beside the objects that Node counts itself. */
const memoryBytes = 1_000_000_000;

answerOnce(async ({ name, input }: { name: TaskName; input: never }) => {
  await watchProcess(memoryBytes);
  const run: (given: never) => unknown = await tasks[name]();
  disarm();
  return run(input);
});
