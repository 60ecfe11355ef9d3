import { answerOnce } from './answer-once.ts';
import { disarm } from './disarm.ts';
import { type TaskName, tasks } from './task-list.ts';

answerOnce<{ name: TaskName; input: never }>(async ({ name, input }) => {
  const run: (given: never) => unknown = await tasks[name]();
  disarm();
  return run(input);
});
