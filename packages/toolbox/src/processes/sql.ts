import { answerOnce } from '../tasks/answer-once.ts';
import { disarm } from '../tasks/disarm.ts';
import { watchProcess } from '../tasks/watch-process.ts';
import { runSql, sqlLead } from '../data/run-sql.ts';
import type { SqlJob } from '../data/sql-job.ts';

answerOnce(async (job: SqlJob) => {
  // Twice what the engine may hold: rows are copied.
  await watchProcess(job.memoryBytes * 2);
  disarm();
  return runSql(job);
}, sqlLead);
