import * as z from 'zod';

/** One place that a search found. */
export const searchHit = z.object({
  title: z.string(),
  url: z.string(),
  snippet: z.string().describe('The passage that fits the query, or the beginning of the text.'),
  published: z.string().optional().describe('When it was published, as the service says it.'),
});

export type SearchHit = z.infer<typeof searchHit>;

/** What all search tools of this package give, so that one can stand in for another. */
export const searchAnswer = z.object({
  query: z.string(),
  results: z.array(searchHit),
  note: z.string().optional().describe('What to know of these results, such as that there are none.'),
});

export type SearchAnswer = z.infer<typeof searchAnswer>;
