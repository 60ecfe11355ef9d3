import * as z from 'zod';
import { searchAnswer, searchHit } from '../search/search-answer.ts';
import { searchInput } from '../search/search-input.ts';
import { toSearchAnswer } from '../search/to-search-answer.ts';
import { cutText } from '../service/plain-text.ts';
import { serviceTool } from '../service/service-tool.ts';

/** What we read of `POST /search`. Source: https://docs.exa.ai/reference/search, checked 2026-11-21. */
const answer = z.object({
  results: z.array(
    z.object({
      title: z.string().nullish(),
      url: z.string(),
      publishedDate: z.string().nullish(),
      author: z.string().nullish(),
      text: z.string().nullish(),
      highlights: z.array(z.string()).nullish(),
    }),
  ),
});

const domains = z.array(z.string().min(1)).max(50).optional();
const date = z.iso.date().optional();

/** Searches the web by meaning, by the API of Exa. Needs a key (`EXA_API_KEY`). */
export const exaSearch = serviceTool({
  name: 'exa_search',
  factory: 'exaSearch',
  title: 'Exa',
  description:
    'Searches the web with Exa, by meaning as well as by words, and gives titles, addresses, authors, dates and the passages that fit best. Good for finding articles, papers, companies and code by a description of what they are about: write the query as a sentence. Dates and domain lists limit what is found.',
  baseURL: 'https://api.exa.ai',
  key: { variable: 'EXA_API_KEY', header: 'x-api-key' },
  input: z
    .object({
      ...searchInput,
      type: z
        .enum(['auto', 'instant', 'fast', 'deep'])
        .default('auto')
        .describe('"instant" and "fast" are quicker, "deep" is slow and finds more.'),
      category: z
        .string()
        .max(60)
        .optional()
        .describe('Kind of page, such as "research paper", "news", "company", "pdf".'),
      include_domains: domains.describe('Only pages of these domains.'),
      exclude_domains: domains.describe('No pages of these domains.'),
      published_after: date.describe('Only what was published on or after this day, YYYY-MM-DD.'),
      published_before: date.describe('Only what was published on or before this day, YYYY-MM-DD.'),
      max_characters: z
        .int()
        .min(100)
        .max(10_000)
        .default(1_500)
        .describe('Characters of each passage at most.'),
    })
    .meta({ examples: [{ query: 'essays on why small teams build better software', max_results: 5 }] }),
  output: searchAnswer.extend({ results: z.array(searchHit.extend({ author: z.string().optional() })) }),
  tags: ['search'],
  effects: { idempotent: true },
  maxResultChars: 40_000,
  execute: async (input, { service }) => {
    const { results } = await service.json(answer, {
      path: '/search',
      json: {
        query: input.query,
        type: input.type,
        numResults: input.max_results,
        category: input.category,
        includeDomains: input.include_domains,
        excludeDomains: input.exclude_domains,
        startPublishedDate: input.published_after,
        endPublishedDate: input.published_before,
        contents: { highlights: { maxCharacters: input.max_characters } },
      },
    });
    const hits = results.map(({ title, url, publishedDate, author, text, highlights }) => ({
      title: title?.trim() || url,
      url,
      snippet: cutText(highlights?.join(' … ') || text || '', input.max_characters),
      ...(publishedDate && { published: publishedDate }),
      ...(author && { author }),
    }));
    return toSearchAnswer(input, hits, 'Exa');
  },
});
