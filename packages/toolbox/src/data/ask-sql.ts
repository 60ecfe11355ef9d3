import * as z from 'zod';
import type { SqlAnswer, SqlJob } from './sql-job.ts';

export interface SqlLimits {
  /** Milliseconds for one statement. Default 10,000. */
  readonly timeoutMs?: number;
  /** Most rows that the model can ask for. Default 500. */
  readonly maxRows?: number;
  /** Bytes that the database engine may hold. Default 256,000,000. */
  readonly memoryBytes?: number;
}

export const sqlOutput = () =>
  z.object({
    columns: z.array(z.string()),
    rows: z
      .array(z.array(z.union([z.string(), z.number(), z.null()])))
      .describe('Cells in the order of the columns.'),
    truncated: z.boolean().describe('There are more rows than were asked for.'),
  });

export const sqlParams = () =>
  z
    .array(z.union([z.string(), z.number(), z.null()]))
    .max(100)
    .optional()
    .describe('Values for the question marks in the statement.');

export function rowLimit(most: number): z.ZodDefault<z.ZodInt> {
  return z.int().min(1).max(most).default(Math.min(100, most)).describe('How many rows at most.');
}

type Asked = Pick<SqlJob, 'source' | 'sql' | 'params' | 'maxRows'>;

/** Runs a statement in a process of its own, since SQLite cannot be stopped in a thread. */
export async function askSql(asked: Asked, limits: SqlLimits, signal: AbortSignal): Promise<SqlAnswer> {
  const { timeoutMs = 10_000, memoryBytes = 256_000_000 } = limits;
  const message: SqlJob = { ...asked, memoryBytes, maxCellChars: 2_000 };
  const { runProcess } = await import('../tasks/run-process.ts');
  const answer = await runProcess({ name: 'sql', message, signal, timeoutMs });
  return answer as SqlAnswer; // what the process sends
}
