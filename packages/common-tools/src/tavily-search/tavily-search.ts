import * as z from 'zod';
import { searchAnswer, searchHit } from '../search/search-answer.ts';
import { searchInput, timeRange } from '../search/search-input.ts';
import { toSearchAnswer } from '../search/to-search-answer.ts';
import { cutText } from '../service/plain-text.ts';
import { serviceTool } from '../service/service-tool.ts';

/** What we read of `POST /search`. Source: https://docs.tavily.com/documentation/api-reference/endpoint/search, checked 2026-11-21. */
const answer = z.object({
  answer: z.string().nullish(),
  results: z.array(
    z.object({
      title: z.string(),
      url: z.string(),
      content: z.string(),
      score: z.number().nullish(),
      published_date: z.string().nullish(),
    }),
  ),
});

const domains = z.array(z.string().min(1)).max(50).optional();

/** Searches the web by the API of Tavily, which gives long passages. Needs a key (`TAVILY_API_KEY`). */
export const tavilySearch = serviceTool({
  name: 'tavily_search',
  factory: 'tavilySearch',
  title: 'Tavily',
  description:
    'Searches the web with Tavily and gives titles, addresses and long passages of the best pages, made for reading by models: often enough to answer from without opening a page. Use it for current events and facts that you are not sure of. Topic "news" finds recent reports with their dates, "finance" finds market data; a domain list limits the search to sites or keeps sites out.',
  baseURL: 'https://api.tavily.com',
  key: { variable: 'TAVILY_API_KEY', header: 'authorization', prefix: 'Bearer ' },
  input: z
    .object({
      ...searchInput,
      topic: z.enum(['general', 'news', 'finance']).default('general').describe('What kind of pages.'),
      search_depth: z
        .enum(['basic', 'advanced'])
        .default('basic')
        .describe('"advanced" is slower, costs more and finds better passages.'),
      time_range: timeRange,
      include_domains: domains.describe('Only pages of these domains, such as arxiv.org.'),
      exclude_domains: domains.describe('No pages of these domains.'),
      include_answer: z.boolean().optional().describe('Also a short answer written out of the results.'),
    })
    .meta({ examples: [{ query: 'transformer architectures', include_domains: ['arxiv.org'] }] }),
  output: searchAnswer.extend({
    answer: z.string().optional().describe('A short answer, written by the service out of the results.'),
    results: z.array(searchHit.extend({ score: z.number().optional().describe('Relevance, 0 to 1.') })),
  }),
  tags: ['search'],
  effects: { idempotent: true },
  maxResultChars: 40_000,
  execute: async (input, { service }) => {
    const found = await service.json(answer, { path: '/search', json: input });
    const hits = found.results.map(({ title, url, content, score, published_date: published }) => ({
      title,
      url,
      snippet: cutText(content.trim(), 3_000),
      ...(published && { published }),
      ...(typeof score === 'number' && { score }),
    }));
    return {
      ...toSearchAnswer(input, hits, 'Tavily'),
      ...(found.answer && { answer: found.answer }),
    };
  },
});
