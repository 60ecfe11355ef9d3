import { defineTool } from '@pegboard/core';
import * as z from 'zod';

const orders = new Map([
  ['A-17', { item: 'beehive', state: 'shipped' }],
  ['B-20', { item: 'smoker', state: 'lost' }],
]);

const orderStatus = defineTool({
  name: 'order_status',
  description: 'The state of an order of the shop',
  input: z.object({ order: z.string() }),
  execute: ({ order }) => orders.get(order) ?? { item: 'nothing', state: 'unknown' },
});

const refundOrder = defineTool({
  name: 'refund_order',
  description: 'Refunds the price of an order',
  input: z.object({ order: z.string() }),
  approval: 'Money leaves the shop.',
  execute: ({ order }) => `${order} is refunded.`,
});

export const shop = [orderStatus, refundOrder];
