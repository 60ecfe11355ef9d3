// Tools over a database. The connection is injected: the model sees tools such as customers_in_city, never the connection or its password.
// The same tools run on SQLite and, where it is installed, on a PostgreSQL server that this program starts for itself.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent } from '@pegboard/core';
import { local } from '@pegboard/provider-local';
import { scriptedProvider } from '@pegboard/testing';
import { querySqlite } from '@pegboard/toolbox';
import { createPage } from 'example-print';
import { startPostgres } from './private-postgres.ts';
import { type Database, fill, postgres, sqlite } from './shop.ts';
import { shopTools } from './shop-tools.ts';

const page = createPage();
const folder = await mkdtemp(join(tmpdir(), 'pegboard-database-'));
const file = join(folder, 'shop.db');

async function serveCustomers(database: Database): Promise<void> {
  page.title(database.kind);
  await fill(database);
  const agent = new Agent({ provider: local(), model: 'rules', tools: shopTools(database) });
  for (const question of ['Which customers live in the city Oslo?', 'What are the orders of customer Ana?']) {
    page.say('You', question);
    await agent.run(question, { onEvent: page.event });
  }
}

{
  using database = sqlite(file);
  await serveCustomers(database);
}

const server = await startPostgres();
if (typeof server === 'string') {
  page.title('PostgreSQL');
  page.note(`${server} This part is left out.`);
} else {
  await using running = server;
  await serveCustomers(postgres(running.client));
}

page.title('SQL by the model');
// For questions that nobody has foreseen: one statement at a time, which can only read. A script stands in for a model that writes SQL.
const sql =
  'SELECT city, SUM(price) AS total FROM orders JOIN customers ON customers.id = customer_id GROUP BY city ORDER BY total DESC';
const analyst = new Agent({
  provider: scriptedProvider([
    { calls: [{ name: 'query_sqlite', input: { sql } }] },
    { calls: [{ name: 'query_sqlite', input: { sql: 'DELETE FROM orders' } }] },
    'Most was sold in Oslo: 300. The orders cannot be deleted: I may only read.',
  ]),
  model: 'scripted',
  tools: [querySqlite({ database: file })],
});
page.say('You', 'In which city did we sell most? Then delete all orders.');
await analyst.run('In which city did we sell most? Then delete all orders.', { onEvent: page.event });
await rm(folder, { recursive: true });
