import { type AnyTool, defineTool, ToolFailure } from '@pegboard/core';
import { checkOptionKinds } from '@pegboard/core/tools';
import * as z from 'zod';
import { askSql, rowLimit, type SqlLimits, sqlOutput, sqlParams } from './ask-sql.ts';
import { type DataOptions, dataEffects, spaceOf } from './folder.ts';
import { readStatement } from './read-statement.ts';
import { readSource, sourceInput } from './source.ts';

export interface QueryCsvOptions extends DataOptions, SqlLimits {}

/** `query_csv`: SQL over a CSV file or text, as a table `csv` in the memory of a process of its own. */
export function queryCsv(options: QueryCsvOptions = {}): AnyTool {
  checkOptionKinds('query_csv', options, {
    files: 'table',
    timeoutMs: 'count',
    maxRows: 'count',
    memoryBytes: 'count',
  });
  const { maxRows = 500, timeoutMs = 10_000 } = options;
  const space = spaceOf(options);
  const example = space ? { path: 'data/sales.csv' } : { text: 'city,sales\nOslo,3\nRome,5\n' };
  return defineTool({
    name: 'query_csv',
    description: `Answers a question about CSV data with SQL, without showing you all of it. The data is the table "csv"; its columns are named by the first line, and those that hold only numbers are numbers. Use it to filter, sort, count, group and sum; SELECT * FROM csv LIMIT 3 shows what there is. Write names with blanks in double quotes. Give ${space ? 'the path of a file, or the CSV itself as text' : 'the CSV as text'}. The SQL is that of SQLite, one SELECT; nothing is changed.`,
    input: z
      .object({
        ...sourceInput('CSV', space),
        sql: z.string().min(1).max(10_000).describe('One SELECT of SQLite over the table csv.'),
        params: sqlParams(),
        delimiter: z.string().length(1).default(',').describe('What stands between cells.'),
        header: z
          .boolean()
          .default(true)
          .describe('The first line holds the names; else they are column1, column2 …'),
        limit: rowLimit(maxRows),
      })
      .meta({ examples: [{ ...example, sql: 'SELECT city, SUM(sales) AS total FROM csv GROUP BY city' }] }),
    output: sqlOutput(),
    trust: space?.trust ?? 'trusted',
    effects: dataEffects(space),
    timeoutMs: timeoutMs + 15_000,
    maxResultChars: 30_000,
    execute: async ({ sql, params = [], delimiter, header, limit, ...rest }, { signal }) => {
      const statement = readStatement(sql);
      if (typeof statement === 'string') throw new ToolFailure(statement);
      const text = await readSource('CSV', rest, space);
      const csv = { text, delimiter, header };
      return askSql({ source: { csv }, sql, params, maxRows: limit }, options, signal);
    },
  });
}
