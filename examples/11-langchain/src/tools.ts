import { Calculator } from '@langchain/community/tools/calculator';
import { tool } from '@langchain/core/tools';
import { defineTool } from '@pegboard/core';
import { fromLangChain } from '@pegboard/langchain';
import * as z from 'zod';

const prices = { tea: 3.5, coffee: 4.5, cake: 6 };

/** A tool as LangChain programs write it. The rows go into the record of the call; the model reads the sentence. */
export const menuPrice = tool(
  ({ item }) => [`A ${item} costs ${prices[item]} euros.`, { item, euros: prices[item] }],
  {
    name: 'menu_price',
    description: 'The price of an item on the menu.',
    schema: z.object({ item: z.enum(['tea', 'coffee', 'cake']) }),
    responseFormat: 'content_and_artifact',
  },
);

/** A tool of Pegboard. */
export const tableFor = defineTool({
  name: 'reserve_table',
  description: 'Reserves a table for a number of guests.',
  input: z.object({ guests: z.number().int().positive() }),
  execute: ({ guests }) => `Table ${guests > 4 ? 'by the wall' : 'at the window'}, for ${guests} guests.`,
});

const calculator = fromLangChain(new Calculator());

/** A tool of ours that calls one of LangChain's. */
export const billTotal = defineTool({
  name: 'bill_total',
  description: 'The total of a bill.',
  input: z.object({ teas: z.number().int(), cakes: z.number().int() }),
  execute: async ({ teas, cakes }, { call }) => {
    const total = await call(calculator, { input: `${teas} * ${prices.tea} + ${cakes} * ${prices.cake}` });
    return `That makes ${Number(total)} euros.`;
  },
});
