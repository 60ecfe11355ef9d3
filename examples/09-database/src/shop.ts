import { DatabaseSync } from 'node:sqlite';
import type { Client } from 'pg';

/** A connection as the tools see it: SQL with numbered parameters, rows as objects. */
export interface Database {
  readonly kind: string;
  query(sql: string, params?: readonly (string | number)[]): Promise<readonly Record<string, unknown>[]>;
}

const tables = [
  'CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT NOT NULL)',
  'CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (id), item TEXT NOT NULL, price REAL NOT NULL)',
  "INSERT INTO customers VALUES (1, 'Ana', 'Oslo'), (2, 'Bo', 'Rome'), (3, 'Cleo', 'Oslo')",
  "INSERT INTO orders VALUES (10, 1, 'lamp', 40), (11, 1, 'desk', 260), (12, 2, 'chair', 90)",
];

/** The same tables in whichever database. */
export async function fill(database: Database): Promise<void> {
  for (const statement of tables) await database.query(statement);
}

export function sqlite(file: string): Database & Disposable {
  const database = new DatabaseSync(file);
  return {
    kind: 'SQLite',
    // Numbered parameters are $1, $2 in PostgreSQL and ?1, ?2 here.
    query: async (sql, params = []) => database.prepare(sql.replace(/\$(\d)/g, '?$1')).all(...params),
    [Symbol.dispose]: () => database.close(),
  };
}

export function postgres(client: Client): Database {
  return {
    kind: 'PostgreSQL',
    query: async (sql, params = []) => (await client.query<Record<string, unknown>>(sql, [...params])).rows,
  };
}
