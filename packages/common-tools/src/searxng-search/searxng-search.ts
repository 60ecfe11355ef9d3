import * as z from 'zod';
import { searchAnswer } from '../search/search-answer.ts';
import { searchInput } from '../search/search-input.ts';
import { toSearchAnswer } from '../search/to-search-answer.ts';
import { plainText } from '../service/plain-text.ts';
import { serviceTool } from '../service/service-tool.ts';

/** What we read of `GET /search?format=json`. Source: https://docs.searxng.org/dev/search_api.html, checked 2026-11-21. */
const answer = z.object({
  results: z.array(
    z.object({
      url: z.string(),
      title: z.string(),
      content: z.string().nullish(),
      publishedDate: z.string().nullish(),
    }),
  ),
  unresponsive_engines: z.array(z.array(z.string())).nullish(),
});

/** Searches the web by a SearXNG server, whose address is `baseURL` or `SEARXNG_URL`. It may stand in your own network. */
export const searxngSearch = serviceTool({
  name: 'searxng_search',
  factory: 'searxngSearch',
  title: 'SearXNG',
  description:
    'Searches the web with SearXNG, which asks several search engines at once, and gives titles, addresses and short passages of the best pages. Use it for current events, for facts that you are not sure of, and to find pages to read. Categories such as news, science or it search only there. Passages are short: open a page if you need more than what is shown.',
  baseVariable: 'SEARXNG_URL',
  input: z
    .object({
      ...searchInput,
      categories: z
        .string()
        .max(100)
        .optional()
        .describe('Where to look, separated by commas: general, news, science, it, files, images …'),
      language: z.string().min(2).max(10).optional().describe('Language of the pages, such as en or de-DE.'),
      time_range: z
        .enum(['day', 'month', 'year'])
        .optional()
        .describe('Only what was published in the last day, month or year.'),
      safe_search: z.enum(['off', 'moderate', 'strict']).optional().describe('Filter of adult content.'),
    })
    .meta({ examples: [{ query: 'open source load balancer', categories: 'it' }] }),
  output: searchAnswer,
  tags: ['search'],
  effects: { idempotent: true },
  hints: { permission: 'The server may not give JSON: its settings.yml must have json among search.formats' },
  execute: async (input, { service }) => {
    const { query, categories, language, time_range, safe_search } = input;
    const found = await service.json(answer, {
      path: '/search',
      query: {
        q: query,
        format: 'json',
        categories,
        language,
        time_range,
        safesearch: safe_search && ['off', 'moderate', 'strict'].indexOf(safe_search),
      },
    });
    const hits = found.results.map(({ url, title, content, publishedDate }) => ({
      title: plainText(title),
      url,
      snippet: plainText(content ?? ''),
      ...(publishedDate && { published: publishedDate }),
    }));
    const given = toSearchAnswer(input, hits, 'SearXNG');
    const silent = (found.unresponsive_engines ?? []).flatMap(([name]) => name ?? []);
    if (given.results.length > 0 || silent.length === 0) return given;
    return { ...given, note: `${given.note} These engines did not answer: ${silent.join(', ')}.` };
  },
});
