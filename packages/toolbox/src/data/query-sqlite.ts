import { join } from 'node:path';
import { type AnyTool, ConfigError, defineTool, ToolFailure } from '@pegboard/core';
import { checkOptionKinds } from '@pegboard/core/tools';
import * as z from 'zod';
import type { FileSpace } from '../files/file-options.ts';
import { askSql, rowLimit, type SqlLimits, sqlOutput, sqlParams } from './ask-sql.ts';
import { type DataOptions, spaceOf } from './folder.ts';
import { readStatement } from './read-statement.ts';

export interface QuerySqliteOptions extends DataOptions, SqlLimits {
  /** Path of the one database that is asked, in place of a path by the model. */
  readonly database?: string;
  /** False: statements may change data, each after an approval. Default true. */
  readonly readOnly?: boolean;
}

/**
 * `query_sqlite`: one statement on an SQLite database, in a process of its own. Which file a path of the model leads to is told before the
 * database opens it; whoever can replace folders by links in between can lead it elsewhere, to another database.
 * Throws `ConfigError` without `database` and `files`.
 */
export function querySqlite(options: QuerySqliteOptions): AnyTool {
  checkOptionKinds('query_sqlite', options, {
    files: 'table',
    timeoutMs: 'count',
    maxRows: 'count',
    memoryBytes: 'count',
    database: 'text',
    readOnly: 'flag',
  });
  const { database, readOnly = true, maxRows = 500, timeoutMs = 10_000 } = options;
  const space = database === undefined ? spaceOf(options) : undefined;
  if (database === undefined && !space) throw noDatabase();
  const path = space && {
    path: z.string().min(1).max(4_096).describe('Path of the database, relative to the workspace.'),
  };
  const example = space ? { path: 'data/shop.db' } : {};
  return defineTool({
    name: 'query_sqlite',
    description: `Asks an SQLite database with one SQL statement${readOnly ? '; it can only read' : ', which may change data when a person approves'}. To see what tables there are, SELECT name, sql FROM sqlite_schema; to see columns, PRAGMA table_info(name). Filter, join, group and count in SQL rather than reading whole tables, and put values into params, with a question mark in the statement for each. Long texts and bytes are shortened.`,
    input: z
      .object({
        ...path,
        sql: z.string().min(1).max(20_000).describe('One statement of SQLite; ? for each value in params.'),
        params: sqlParams(),
        limit: rowLimit(maxRows),
      })
      .meta({
        examples: [{ ...example, sql: 'SELECT name FROM customers WHERE city = ?', params: ['Oslo'] }],
      }),
    output: sqlOutput(),
    trust: 'untrusted',
    ...(!readOnly && { tags: ['destructive'] }),
    approval: readOnly ? false : ({ sql }) => changes(sql) && 'it may change the database',
    effects: ({ sql }) => (changes(sql) ? { writes: ['files'] } : { reads: ['files'], idempotent: true }),
    timeoutMs: timeoutMs + 15_000,
    maxResultChars: 30_000,
    execute: async ({ sql, params = [], limit, ...rest }, { signal }) => {
      const statement = readStatement(sql);
      if (typeof statement === 'string') throw new ToolFailure(statement);
      if (readOnly && statement.kind === 'change') throw new ToolFailure('The database can only be read.');
      const file = database ?? (space ? await fileOf(space, 'path' in rest ? String(rest.path) : '') : '');
      return askSql({ source: { file, readOnly }, sql, params, maxRows: limit }, options, signal);
    },
  });
}

function changes(sql: string): boolean {
  const statement = readStatement(sql);
  return typeof statement === 'object' && statement.kind === 'change';
}

/** The real path of a database in the folder. */
async function fileOf({ folder }: FileSpace, path: string): Promise<string> {
  const { kind, path: real } = await folder.info(path);
  if (kind !== 'file') throw new ToolFailure(`${path} is no file.`);
  return join(folder.root, real);
}

function noDatabase(): ConfigError {
  return new ConfigError({
    what: 'querySqlite() has no database',
    evidence: 'Neither "database" nor "files" is given',
    fix: 'Name one with database: "./shop.db", or a folder with files: { root: "./data" }',
  });
}
