import { setTimeout as delay } from 'node:timers/promises';
import { defineTool } from '@pegboard/core';
import * as z from 'zod';

export const writePostcard = defineTool({
  name: 'write_postcard',
  description: 'Writes a message on a postcard to somebody.',
  input: z.object({ to: z.string(), message: z.string() }),
  execute: ({ to, message }) => `The card to ${to} has ${message.split(' ').length} words.`,
});

export const printCards = defineTool({
  name: 'print_cards',
  description: 'Prints copies of the card.',
  input: z.object({ copies: z.int().positive() }),
  // What it yields is progress; what it returns is the result. The signal aborts with the run and at the deadline.
  async *execute({ copies }, { signal }) {
    for (let done = 1; done <= copies; done++) {
      await delay(60, undefined, { signal });
      yield { done, of: copies };
    }
    return `${copies} cards are printed.`;
  },
});
