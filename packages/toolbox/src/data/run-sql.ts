import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type Problem, problemOf } from '../tasks/problem.ts';
import { explainSql } from './explain-sql.ts';
import { loadCsv } from './load-csv.ts';
import type { SqlAnswer, SqlCell, SqlJob } from './sql-job.ts';

/** Runs one statement, which `readStatement` has looked at. */
export function runSql(job: SqlJob): SqlAnswer | Problem {
  const database = open(job);
  try {
    const statement = database.prepare(job.sql);
    statement.setReadBigInts(true);
    return answerOf(statement, job);
  } catch (error) {
    return problemIn(database, job, error);
  } finally {
    database.close();
  }
}

/** Stands before what the engine says. */
export const sqlLead = 'The database says: ';

function problemIn(database: DatabaseSync, { sql }: SqlJob, error: unknown): Problem {
  const told = problemOf(error, sqlLead);
  const message = error instanceof Error ? error.message : '';
  try {
    const meant = explainSql(database, sql, message);
    return meant === undefined ? told : { problem: `${told.problem}. ${meant}` };
  } catch {
    // The database is broken, or made to be: then its own words are all that there is.
    return told;
  }
}

function open({ source, memoryBytes }: SqlJob): DatabaseSync {
  const isFile = 'file' in source;
  const database = isFile
    ? new DatabaseSync(source.file, { readOnly: source.readOnly, timeout: 2_000 })
    : new DatabaseSync(':memory:');
  database.exec(
    `PRAGMA hard_heap_limit = ${memoryBytes}; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;`,
  );
  if (!isFile) {
    loadCsv(database, source.csv);
    database.exec('PRAGMA query_only = ON');
  }
  return database;
}

function answerOf(statement: StatementSync, { params, maxRows, maxCellChars }: SqlJob): SqlAnswer {
  const rows: SqlCell[][] = [];
  let columns: string[] | undefined;
  let truncated = false;
  for (const row of statement.iterate(...params)) {
    // Rows are objects, by the names of their columns.
    const cells = Object.entries(row as Record<string, unknown>);
    columns ??= cells.map(([name]) => name);
    if (rows.length === maxRows) {
      truncated = true;
      break;
    }
    rows.push(cells.map(([, value]) => cellOf(value, maxCellChars)));
  }
  return { columns: columns ?? [], rows, truncated };
}

function cellOf(value: unknown, maxChars: number): SqlCell {
  if (value === null || typeof value === 'number') return value;
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (value instanceof Uint8Array) return `(${value.length} bytes)`;
  const text = typeof value === 'string' ? value : '';
  return text.length > maxChars ? `${text.slice(0, maxChars)}… (${text.length} characters)` : text;
}
