import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '@pegboard/core';
import { querySqlite, type QuerySqliteOptions } from '@pegboard/toolbox';
import { call, workspace } from '../files/files.test-helper.ts';

function shop(): string {
  const root = workspace({ 'in/keep.txt': '', 'out/keep.txt': '' });
  for (const [path, secret] of [
    ['in/shop.db', 'shown'],
    ['out/secret.db', 'hidden'],
  ] as const) {
    const database = new DatabaseSync(join(root, path));
    database.exec('CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT, price REAL, picture BLOB)');
    database
      .prepare('INSERT INTO items VALUES (1, ?, 2.5, ?), (9007199254740993, ?, NULL, NULL)')
      .run(secret, new Uint8Array(3), 'x'.repeat(3_000));
    database.close();
  }
  symlinkSync('../out/secret.db', join(root, 'in/link.db'));
  return root;
}

function asking(options: Partial<QuerySqliteOptions> = {}) {
  const root = shop();
  const tool = querySqlite({ files: { root: join(root, 'in') }, timeoutMs: 3_000, ...options });
  return { root, tool, ask: (sql: string, more = {}) => call(tool, { path: 'shop.db', sql, ...more }, {}) };
}

describe('a database', { timeout: 60_000 }, () => {
  it('is read, with what JSON cannot hold in words', async () => {
    const { ask } = asking();
    const { result } = await ask('SELECT * FROM items WHERE id >= ?', { params: [1] });
    expect(result).toMatchObject({
      columns: ['id', 'name', 'price', 'picture'],
      rows: [
        [1, 'shown', 2.5, '(3 bytes)'],
        ['9007199254740993', expect.stringMatching(/^x{2000}… \(3000 characters\)$/), null, null],
      ],
    });
    expect((await ask("SELECT name FROM pragma_table_info('items')")).status).toBe('success');
    expect((await ask('PRAGMA table_info(items)')).result).toMatchObject({ truncated: false });
    expect((await ask('SELECT name FROM sqlite_schema')).result).toMatchObject({ rows: [['items']] });
    expect((await ask('SELECT nam FROM items')).error).toMatch(
      /no such column: nam\. The columns of items are "id", "name", "price", "picture"; the nearest is "name"\.$/,
    );
    expect((await ask('SELECT name FROM item')).error).toMatch(
      /no such table: item\. The tables are "items"; the nearest is "items"\.$/,
    );
  });

  it('may be fixed: then there is no path to choose', async () => {
    const root = shop();
    const tool = querySqlite({ database: join(root, 'in/shop.db') });
    expect(JSON.stringify(tool.inputSchema)).not.toContain('"path"');
    expect((await call(tool, { sql: 'SELECT name FROM items LIMIT 1' })).result).toMatchObject({
      rows: [['shown']],
    });
    expect(() => querySqlite({})).toThrow(ConfigError);
  });

  it.each([
    '../out/secret.db',
    'link.db',
    '/etc/passwd',
    'file:../out/secret.db',
    'shop.db\0',
    '.',
    'none.db',
  ])('beyond the folder is not opened: %s', async (path) => {
    const { ask, root } = asking();
    const { status, result } = await ask('SELECT name FROM items', { path });
    expect([status, JSON.stringify(result ?? '')]).toEqual(['failed', '""']);
    expect(existsSync(join(root, 'in/none.db'))).toBe(false);
  });

  it.each([
    "ATTACH '../out/secret.db' AS s",
    "SELECT 1; ATTACH '../out/secret.db' AS s; SELECT * FROM s.items",
    "; ATTACH '../out/secret.db' AS s",
    "/* SELECT */ ATTACH '../out/secret.db' AS s",
    "--\nATTACH '../out/secret.db' AS s",
    "\uFEFFATTACH '../out/secret.db' AS s",
    'DETACH main',
    "VACUUM INTO 'copy.db'",
    'VACUUM',
    'PRAGMA journal_mode = DELETE',
    'PRAGMA query_only = OFF',
    'PRAGMA writable_schema = 1',
    'PRAGMA database_list',
    'PRAGMA table_info = 3',
    "SELECT load_extension('x')",
    "SELECT readfile('/etc/passwd')",
    "SELECT writefile('x', 'y')",
    "SELECT edit('x')",
    "SELECT fts3_tokenizer('simple', x'00')",
    'UPDATE items SET name = 1',
    'WITH c AS (SELECT 1) UPDATE items SET name = 1',
    "INSERT INTO items (name) VALUES ('x')",
    'DROP TABLE items',
    'CREATE TABLE t (a)',
    "CREATE VIRTUAL TABLE t USING csv(filename='/etc/passwd')",
    'BEGIN',
    "SELECT 'open",
    'SELECT "open',
    'SELECT 1 /* open */; DELETE FROM items',
    'REINDEX',
    'ANALYZE',
    '',
    ' ; ',
  ])('is neither changed nor left by %s', async (sql) => {
    const { ask, root } = asking();
    const before = readFileSync(join(root, 'in/shop.db'));
    const { status, result } = await ask(sql);
    expect([sql, status === 'success']).toEqual([sql, false]);
    expect(JSON.stringify(result ?? '')).not.toContain('hidden');
    expect(readFileSync(join(root, 'in/shop.db')).equals(before)).toBe(true);
    expect(existsSync(join(root, 'in/copy.db'))).toBe(false);
  });

  it.each([
    'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT COUNT(*) FROM c',
    'SELECT zeroblob(900000000)',
    'SELECT length(hex(randomblob(450000000)))',
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT group_concat(x || '                    ') FROM c",
  ])('that would take too much is stopped: %s', async (sql) => {
    const { ask } = asking({ memoryBytes: 50_000_000 });
    expect(await ask(sql)).toMatchObject({
      status: 'failed',
      error: expect.stringMatching(/stopped|memory|too big/),
    });
  });

  it('is changed only after an approval, where it may be changed at all', async () => {
    const root = shop();
    const tool = querySqlite({ database: join(root, 'in/shop.db'), readOnly: false });
    const input = { sql: "UPDATE items SET name = 'new' WHERE id = 1" };
    expect((await call(tool, input)).phase).toBe('waiting');
    expect((await call(tool, { sql: 'WITH c AS (SELECT 1) DELETE FROM items' })).phase).toBe('waiting');
    const reading = { sql: 'SELECT name FROM items LIMIT 1' };
    expect((await call(tool, reading)).result).toMatchObject({ rows: [['shown']] });
    expect((await call(tool, input, { onApproval: () => true })).status).toBe('success');
    expect((await call(tool, reading)).result).toMatchObject({ rows: [['new']] });
    expect((await call(tool, { sql: "ATTACH 'x' AS y" }, { onApproval: () => true })).status).toBe('failed');
  });
});
