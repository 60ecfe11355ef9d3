import { defineTool, result, ToolFailure } from '@pegboard/core';
import * as z from 'zod';
import { articles, createTicketDesk, orders } from './shop.ts';

export const searchKb = defineTool({
  name: 'search_kb',
  description: 'Searches the knowledge base for articles.',
  input: z.object({ query: z.string(), max_results: z.int().min(1).max(20).default(5) }),
  execute: ({ query, max_results }) => {
    const found = articles.filter(({ title }) => title.toLowerCase().includes(query.toLowerCase()));
    const shown = found.slice(0, max_results);
    const lines = shown.map(({ title, url }) => `${title}: ${url}`);
    return { articles: shown, summary: lines.join('\n') || `There is no article on ${query}.` };
  },
});

export const checkOrder = defineTool({
  name: 'check_order',
  description: 'Looks up where an order is, by its number.',
  input: z.object({ order_id: z.string().regex(/^\d{5}$/) }),
  execute: ({ order_id }) => {
    const order = orders.get(order_id);
    // The model is told this sentence, and the run goes on.
    if (!order) throw new ToolFailure(`There is no order ${order_id}.`);
    const { status, tracking, estimatedDelivery } = order;
    return {
      ...order,
      summary: `Order ${order_id} is ${status}, due on ${estimatedDelivery}; tracking number ${tracking}.`,
    };
  },
});

export const createTicket = defineTool({
  name: 'create_ticket',
  description: 'Opens a ticket, so that a person takes care of the customer.',
  input: z.object({
    customer_email: z.email(),
    subject: z.string(),
    description: z.string(),
    priority: z.enum(['low', 'normal', 'high']).default('normal'),
  }),
  inject: { desk: createTicketDesk() }, // hidden from the model: connections, keys, the user who is signed in
  execute: ({ customer_email, ...ticket }, { inject }) => {
    const id = inject.desk.open({ email: customer_email, ...ticket });
    return result(
      { ticket_id: id, summary: `Ticket ${id} is open; we write to ${customer_email}.` },
      { metadata: { queue: ticket.priority === 'high' ? 'today' : 'this week' } }, // for your program only
    );
  },
});
