import { answerOnce } from './answer-once.ts';
import { disarm } from './disarm.ts';
import { type TaskName, tasks } from './task-list.ts';

answerOnce(async ({ name, input }: { name: TaskName; input: never }) => {
  const run: (given: never) => unknown = await tasks[name]();
  disarm();
  return run(input);
});
