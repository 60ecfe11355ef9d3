import * as z from 'zod';
import { searchAnswer } from '../search/search-answer.ts';
import { searchInput, timeRange } from '../search/search-input.ts';
import { toSearchAnswer } from '../search/to-search-answer.ts';
import { serviceTool } from '../service/service-tool.ts';
import { readResultPage } from './read-result-page.ts';

const dates = { day: 'd', week: 'w', month: 'm', year: 'y' } as const;
const filters = { strict: '1', moderate: '-1', off: '-2' } as const;

/**
 * Searches the web by DuckDuckGo's page for browsers without JavaScript; no key. It is no API: it may ask a person to prove that he is one, and
 * then the tool fails with code `rate-limit`. For steady use take a service with a key.
 */
export const duckduckgoSearch = serviceTool({
  name: 'duckduckgo_search',
  factory: 'duckduckgoSearch',
  title: 'DuckDuckGo',
  description:
    'Searches the web with DuckDuckGo and gives titles, addresses and short passages of the best pages. Use it for current events, for facts that you are not sure of, and to find pages to read. Give the words that would be on the page rather than a long sentence; name the site as site:example.com to search only there. Passages are short: open a page if you need more than what is shown. It may refuse many searches in a row: then go on with what you have.',
  baseURL: 'https://html.duckduckgo.com',
  headers: { accept: 'text/html' },
  input: z
    .object({
      ...searchInput,
      time_range: timeRange,
      region: z
        .string()
        .regex(/^[a-z]{2}-[a-z]{2}$/)
        .optional()
        .describe('Country and language, such as us-en or de-de. Default: none.'),
      safe_search: z.enum(['off', 'moderate', 'strict']).optional().describe('Filter of adult content.'),
    })
    .meta({ examples: [{ query: 'node 24 release date', max_results: 3 }] }),
  output: searchAnswer,
  tags: ['search'],
  effects: { idempotent: true },
  execute: async (input, { service }) => {
    const { query, region, time_range, safe_search } = input;
    const page = await service.text({
      path: '/html/',
      form: {
        q: query,
        kl: region,
        df: time_range && dates[time_range],
        kp: safe_search && filters[safe_search],
      },
    });
    return toSearchAnswer(input, await readResultPage(page), 'DuckDuckGo');
  },
});
