import { describe, expect, it } from 'vitest';
import type { JsonObject } from '@pegboard/core';
import { queryCsv } from '@pegboard/toolbox';
import { call, workspace } from '../files/files.test-helper.ts';

const text = 'city,sales,code\nOslo,3,007\nRome,5.5,012\n"Paris, Texas",,\n';
const ask = (sql: string, more: JsonObject = {}): ReturnType<typeof call> =>
  call(queryCsv({ timeoutMs: 3_000 }), { text, sql, ...more });

describe('a CSV', { timeout: 60_000 }, () => {
  it('is a table with the types of its columns', async () => {
    const { result } = await ask('SELECT *, typeof(sales) AS s, typeof(code) AS c FROM csv');
    expect(result).toEqual({
      columns: ['city', 'sales', 'code', 's', 'c'],
      rows: [
        ['Oslo', 3, '007', 'integer', 'text'],
        ['Rome', 5.5, '012', 'real', 'text'],
        ['Paris, Texas', null, null, 'null', 'null'],
      ],
      truncated: false,
    });
  });

  it.each([
    ['SELECT SUM(sales) FROM csv', {}, [[8.5]]],
    ['SELECT city FROM csv WHERE sales > ?', { params: [4] }, [['Rome']]],
    ['SELECT b FROM csv', { text: 'a;b\n1;2', delimiter: ';' }, [[2]]],
    ['SELECT column2 FROM csv', { text: '1,x\n2,y', header: false }, [['x'], ['y']]],
    ['SELECT a, a_2, column3 FROM csv', { text: 'a,A,\n1,2,3' }, [[1, 2, 3]]],
    ['WITH t AS (SELECT 1 AS one) SELECT one FROM t', {}, [[1]]],
    ["SELECT replace(city, 'O', 'o') FROM csv LIMIT 1; ", {}, [['oslo']]],
    ["SELECT ';' -- attach; x", {}, [[';']]],
  ])('is asked %s', async (sql, more, rows) => {
    expect((await ask(sql, more as JsonObject)).result).toMatchObject({ rows });
  });

  it('gives as many rows as are asked for, and says that there are more', async () => {
    expect((await ask('SELECT city FROM csv', { limit: 2 })).result).toMatchObject({
      rows: [['Oslo'], ['Rome']],
      truncated: true,
    });
    expect((await ask('SELECT city FROM csv', { limit: 3 })).result).toMatchObject({ truncated: false });
  });

  it.each([
    [
      'SELECT sale FROM csv',
      /no such column: sale\. The columns of csv are "city", "sales", "code"; the nearest is "sales"\./,
    ],
    ['SELECT c.Town FROM csv AS c', /The columns of csv are "city", "sales", "code"\.$/],
    ['SELECT "pay day" FROM csv', /no such column: "pay day".* The columns of csv are/],
    ['SELECT city FROM csvs', /no such table: csvs\. The tables are "csv"; the nearest is "csv"\./],
  ])('%s is told what there is', async (sql, reason) => {
    expect((await ask(sql)).error).toMatch(reason);
  });

  it('with very many columns is told those that are most like the one it has not', async () => {
    const names = Array.from({ length: 60 }, (_, at) => `field_${at}`);
    const wide = [...names, 'turnover_2026'].join(',');
    const { error = '' } = await ask('SELECT turnover FROM csv', { text: `${wide}\n` });
    expect(error).toMatch(/The columns of csv are "turnover_2026", .* and \d\d more, the nearest first\.$/);
  });

  it('comes from the folder, and from nowhere else', async () => {
    const root = workspace({ 'in/a.csv': text, 'b.csv': text });
    const tool = queryCsv({ files: { root: `${root}/in` } });
    const sql = 'SELECT COUNT(*) FROM csv';
    expect((await call(tool, { path: 'a.csv', sql })).result).toMatchObject({ rows: [[3]] });
    expect((await call(tool, { path: '../b.csv', sql })).status).toBe('failed');
  });

  it.each([
    'DELETE FROM csv',
    'WITH x AS (SELECT 1) DELETE FROM csv',
    'DROP TABLE csv',
    'INSERT INTO csv VALUES (1, 2, 3)',
  ])('is not changed by %s', async (sql) => {
    expect((await ask(sql)).status).toBe('failed');
  });
});
