import * as z from 'zod';
import { searchAnswer } from '../search/search-answer.ts';
import { searchInput, timeRange } from '../search/search-input.ts';
import { toSearchAnswer } from '../search/to-search-answer.ts';
import { plainText } from '../service/plain-text.ts';
import { serviceTool } from '../service/service-tool.ts';

/** What we read of `GET /res/v1/web/search`. Source: https://api-dashboard.search.brave.com/app/documentation/web-search, checked 2026-11-21. */
const answer = z.object({
  type: z.literal('search'),
  /** Absent where nothing was found. */
  web: z
    .object({
      results: z.array(
        z.object({
          title: z.string(),
          url: z.string(),
          description: z.string().nullish(),
          page_age: z.string().nullish(),
          extra_snippets: z.array(z.string()).nullish(),
        }),
      ),
    })
    .nullish(),
});

const freshness = { day: 'pd', week: 'pw', month: 'pm', year: 'py' } as const;

/** Searches the web by the API of Brave Search. Needs a key (`BRAVE_API_KEY`). */
export const braveSearch = serviceTool({
  name: 'brave_search',
  factory: 'braveSearch',
  title: 'Brave Search',
  description:
    'Searches the web with Brave Search and gives titles, addresses and short passages of the best pages. Use it for current events, for facts that you are not sure of, and to find pages to read. Give the words that would be on the page rather than a long sentence; name the site as site:example.com to search only there. Passages are short: open a page if you need more than what is shown.',
  baseURL: 'https://api.search.brave.com',
  key: { variable: 'BRAVE_API_KEY', header: 'x-subscription-token' },
  input: z
    .object({
      ...searchInput,
      time_range: timeRange,
      country: z
        .string()
        .regex(/^[A-Z]{2}$/)
        .optional()
        .describe('Two letters of the country to search from, such as NO.'),
      language: z.string().min(2).max(8).optional().describe('Language of the pages, such as en.'),
      safe_search: z.enum(['off', 'moderate', 'strict']).optional().describe('Filter of adult content.'),
    })
    .meta({ examples: [{ query: 'node 24 release date', max_results: 3 }] }),
  output: searchAnswer,
  tags: ['search'],
  effects: { idempotent: true },
  // Brave tells of a wrong key with a status that is that of wrong arguments elsewhere.
  refusal: ({ text }) =>
    text.includes('SUBSCRIPTION_TOKEN_INVALID') ? { code: 'authentication' } : undefined,
  execute: async (input, { service }) => {
    const { query, max_results, time_range, country, language, safe_search } = input;
    const { web } = await service.json(answer, {
      path: '/res/v1/web/search',
      query: {
        q: query,
        count: max_results,
        freshness: time_range && freshness[time_range],
        country,
        search_lang: language,
        safesearch: safe_search,
        result_filter: 'web',
        text_decorations: false,
      },
    });
    const hits = (web?.results ?? []).map(({ title, url, description, page_age, extra_snippets }) => ({
      title: plainText(title),
      url,
      snippet: [description ?? '', ...(extra_snippets ?? [])].map(plainText).filter(Boolean).join(' … '),
      ...(page_age && { published: page_age }),
    }));
    return toSearchAnswer(input, hits, 'Brave Search');
  },
});
