import * as z from 'zod';
import { searchAnswer } from '../search/search-answer.ts';
import { searchInput } from '../search/search-input.ts';
import { toSearchAnswer } from '../search/to-search-answer.ts';
import { serviceTool } from '../service/service-tool.ts';
import { arxivPaper } from './arxiv-paper.ts';
import { readFeed } from './read-feed.ts';

const orders = { relevance: 'relevance', newest: 'submittedDate', updated: 'lastUpdatedDate' } as const;

/** Finds papers on arXiv by its API; no key. */
export const arxivSearch = serviceTool({
  name: 'arxiv_search',
  factory: 'arxivSearch',
  title: 'arXiv',
  description:
    'Finds scientific papers on arXiv (physics, mathematics, computer science, biology, economics and more) and gives titles, authors, abstracts, dates and addresses. Give the words of the topic; all of them must occur. To look in one field only, use arXiv\'s own syntax: ti:"attention is all you need", au:bengio, abs:diffusion, cat:cs.CL, joined by AND, OR, ANDNOT. A paper that you know is found by its number, such as 1706.03762.',
  baseURL: 'https://export.arxiv.org',
  headers: { accept: 'application/atom+xml' },
  input: z
    .object({
      ...searchInput,
      sort: z.enum(['relevance', 'newest', 'updated']).default('relevance').describe('Which come first.'),
      start: z.int().min(0).max(1_000).default(0).describe('How many results to skip, for the next page.'),
    })
    .meta({ examples: [{ query: 'ti:"attention is all you need"', max_results: 1 }] }),
  output: searchAnswer.extend({ results: z.array(arxivPaper) }),
  tags: ['search'],
  effects: { idempotent: true },
  maxResultChars: 40_000,
  execute: async (input, { service }) => {
    const { query, max_results, start, sort } = input;
    const { text } = await service.text({
      path: '/api/query',
      query: {
        ...(isNumber(query) ? { id_list: query.replace(/^arxiv:/i, '') } : { search_query: toQuery(query) }),
        start,
        max_results,
        sortBy: orders[sort],
        sortOrder: 'descending',
      },
    });
    return toSearchAnswer(input, await readFeed(text), 'arXiv');
  },
});

/** `1706.03762v2` or `hep-th/9901001`. */
function isNumber(query: string): boolean {
  return /^(?:arxiv:)?(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})(?:v\d+)?$/i.test(query);
}

/** Words become a search for all of them; what is in arXiv's own syntax stays as it is. */
function toQuery(query: string): string {
  if (/\b(?:all|ti|au|abs|co|jr|cat|rn):/.test(query)) return query;
  const words = query.match(/"[^"]+"|[^\s"]+/g) ?? [];
  return words.map((word) => `all:${word}`).join(' AND ');
}
