import { type AnyTool, defineTool, ToolFailure } from '@pegboard/core';
import * as z from 'zod';
import type { Database } from './shop.ts';

/** Tools over one connection, which is injected: the model sees neither it nor any SQL. */
export function shopTools(database: Database): readonly AnyTool[] {
  const customersIn = defineTool({
    name: 'customers_in_city',
    description: 'Lists the customers who live in a city.',
    input: z.object({ city: z.string() }),
    inject: { database },
    effects: { reads: ['customers'], idempotent: true },
    execute: async ({ city }, { inject }) => {
      const rows = await inject.database.query('SELECT name FROM customers WHERE city = $1 ORDER BY name', [
        city,
      ]);
      const names = rows.map(({ name }) => String(name));
      return { names, summary: `In ${city}: ${names.join(', ') || 'nobody'}.` };
    },
  });
  const ordersOf = defineTool({
    name: 'customer_orders',
    description: 'Lists what a customer has ordered, and the total.',
    input: z.object({ customer: z.string() }),
    inject: { database },
    effects: { reads: ['orders'], idempotent: true },
    execute: async ({ customer }, { inject }) => {
      const sql =
        'SELECT item, price FROM orders JOIN customers ON customers.id = customer_id WHERE name = $1 ORDER BY orders.id';
      const rows = await inject.database.query(sql, [customer]);
      if (rows.length === 0) throw new ToolFailure(`There are no orders of ${customer}.`);
      const total = rows.reduce((sum, { price }) => sum + Number(price), 0);
      return {
        orders: rows.length,
        summary: `${customer} ordered ${rows.map(({ item }) => String(item)).join(' and ')}: ${total} in all.`,
      };
    },
  });
  return [customersIn, ordersOf];
}
