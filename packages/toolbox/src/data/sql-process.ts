import { disarm } from '../tasks/disarm.ts';
import { limitMemory } from '../tasks/limit-memory.ts';
import { problemOf } from '../tasks/problem.ts';
import { runSql } from './run-sql.ts';
import type { SqlJob } from './sql-job.ts';

const host = process;

host.once('message', (job: SqlJob) => void answerOnce(job));

async function answerOnce(job: SqlJob): Promise<void> {
  // Twice what the engine may hold: rows are copied.
  await limitMemory(job.memoryBytes * 2);
  disarm();
  let answer: unknown;
  try {
    answer = runSql(job);
  } catch (error) {
    answer = problemOf(error, 'The database says: ');
  }
  host.send?.(answer);
}
