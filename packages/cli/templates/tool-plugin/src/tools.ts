import { defineTool, ToolFailure } from '@pegboard/core';
import * as z from 'zod';

const languages = { english: 'Hello', french: 'Bonjour', norwegian: 'Hei' };

/** Agents see them as sample_thing_greet and sample_thing_count_words: the namespace comes in front. */
export const createTools = (greeting: string) => [
  defineTool({
    name: 'greet',
    description: 'Greets somebody by name, in the usual words or in those of a language',
    input: z.object({
      name: z.string().describe('Who is greeted'),
      language: z.enum(['english', 'french', 'norwegian']).optional(),
    }),
    effects: { idempotent: true }, // so that it may be tried again
    execute: ({ name, language }) => `${language ? languages[language] : greeting}, ${name}!`,
  }),
  defineTool({
    name: 'count_words',
    description: 'Counts the words of a text',
    input: z.object({ text: z.string().describe('Any text') }),
    effects: { idempotent: true },
    execute: ({ text }) => {
      const words = text.match(/\S+/g) ?? [];
      // What is thrown as a ToolFailure is told to the model.
      if (words.length === 0) throw new ToolFailure('the text is empty');
      return { words: words.length };
    },
  }),
];
