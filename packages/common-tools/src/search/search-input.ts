import * as z from 'zod';

/** What all search tools take. */
export const searchInput = {
  query: z
    .string()
    .trim()
    .min(1)
    .max(400)
    .describe('What to search for: the words that would be on the page, or a question.'),
  max_results: z.int().min(1).max(20).default(5).describe('How many results at most.'),
};

export const timeRange = z
  .enum(['day', 'week', 'month', 'year'])
  .optional()
  .describe('Only what was published in the last day, week, month or year.');
