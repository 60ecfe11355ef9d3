import * as z from 'zod';
import { searchAnswer } from '../search/search-answer.ts';
import { searchInput } from '../search/search-input.ts';
import { toSearchAnswer } from '../search/to-search-answer.ts';
import { cutText } from '../service/plain-text.ts';
import { serviceTool } from '../service/service-tool.ts';

/** What we read of `action=query` with extracts. Source: https://www.mediawiki.org/wiki/API:Query, checked 2026-11-21. */
const answer = z
  .object({
    batchcomplete: z.unknown().optional(),
    query: z
      .object({
        pages: z.array(
          z.object({
            title: z.string(),
            index: z.number().nullish(),
            extract: z.string().nullish(),
            fullurl: z.string(),
            touched: z.string().nullish(),
          }),
        ),
      })
      .nullish(),
  })
  // Where nothing was found, it says no more than that this is all.
  .refine(({ batchcomplete, query }) => query || batchcomplete !== undefined, 'neither pages nor an end');

const refusal = z.object({ error: z.object({ code: z.string(), info: z.string() }) });

/** Finds and reads articles of Wikipedia; no key. */
export const wikipedia = serviceTool({
  name: 'wikipedia',
  factory: 'wikipedia',
  title: 'Wikipedia',
  description:
    'Looks things up in Wikipedia and gives the introductions of the articles that fit best, with their addresses. Use it for people, places, events, concepts and other facts that an encyclopedia has; not for news of this week. With whole_article the text of the best article is given in full in place of several introductions: ask for it after you have found the right title.',
  baseURL: 'https://en.wikipedia.org',
  hosts: ['*.wikipedia.org'],
  input: z
    .object({
      ...searchInput,
      max_results: z.int().min(1).max(10).default(3).describe('How many articles at most.'),
      language: z
        .string()
        .regex(/^[a-z]{2,3}(?:-[a-z]{2,8})*$/)
        .default('en')
        .describe('Which Wikipedia, such as en, de or zh.'),
      whole_article: z.boolean().default(false).describe('The whole text of the one best article.'),
    })
    .meta({ examples: [{ query: 'Alan Turing', max_results: 1 }] }),
  output: searchAnswer,
  tags: ['search'],
  effects: { idempotent: true },
  maxResultChars: 60_000,
  problem: (body) => refusal.safeParse(body).data?.error.info,
  execute: async (input, { service }) => {
    const { query, language, whole_article: whole } = input;
    const limit = whole ? 1 : input.max_results;
    const found = await service.json(answer, {
      base: `https://${language}.wikipedia.org`,
      path: '/w/api.php',
      query: {
        action: 'query',
        format: 'json',
        formatversion: 2,
        generator: 'search',
        gsrsearch: query,
        gsrlimit: limit,
        prop: 'extracts|info',
        inprop: 'url',
        explaintext: 1,
        exlimit: limit,
        exintro: whole ? undefined : 1,
        redirects: 1,
      },
    });
    const pages = (found.query?.pages ?? []).toSorted((a, b) => (a.index ?? 0) - (b.index ?? 0));
    const hits = pages.map(({ title, extract, fullurl }) => ({
      title,
      url: fullurl,
      snippet: whole ? (extract ?? '').trim() : cutText((extract ?? '').trim(), 3_000),
    }));
    return toSearchAnswer(input, hits, 'Wikipedia');
  },
});
