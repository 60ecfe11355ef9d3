import { defineTool } from '@pegboard/core';
import * as z from 'zod';

export const echo = defineTool({
  name: 'echo',
  description: 'Gives a text back as it came.',
  input: z.object({ text: z.string() }),
  execute: ({ text }) => text,
});
