import * as z from 'zod';
import { searchAnswer, searchHit } from '../search/search-answer.ts';
import { searchInput } from '../search/search-input.ts';
import { toSearchAnswer } from '../search/to-search-answer.ts';
import { cutText } from '../service/plain-text.ts';
import { serviceTool } from '../service/service-tool.ts';

/** What we read of `GET /graph/v1/paper/search`. Source: https://api.semanticscholar.org/api-docs/graph, checked 2026-11-21. */
const paper = z.object({
  title: z.string().nullish(),
  url: z.string(),
  abstract: z.string().nullish(),
  tldr: z.object({ text: z.string().nullish() }).nullish(),
  year: z.number().nullish(),
  publicationDate: z.string().nullish(),
  venue: z.string().nullish(),
  citationCount: z.number().nullish(),
  authors: z.array(z.object({ name: z.string().nullish() })).nullish(),
  openAccessPdf: z.object({ url: z.string().nullish() }).nullish(),
  externalIds: z.record(z.string(), z.unknown()).nullish(),
});

/** Without matches there is no list at all. */
const answer = z.object({ total: z.number(), data: z.array(paper).default([]) });

const fields = Object.keys(paper.shape).join(',');

/** Finds papers of all fields by the API of Semantic Scholar. A key (`SEMANTIC_SCHOLAR_API_KEY`) is optional: without one many share a limit. */
export const semanticScholar = serviceTool({
  name: 'semantic_scholar',
  factory: 'semanticScholar',
  title: 'Semantic Scholar',
  description:
    'Finds scientific papers of all fields with Semantic Scholar and gives titles, authors, year, venue, number of citations, a summary or the abstract, and a free PDF where there is one. Use it for literature of any field and to judge how much a paper is cited; for the newest preprints arXiv is better. Give the words of the topic or a title; a year is written 2024, 2020-2024 or 2023-.',
  baseURL: 'https://api.semanticscholar.org',
  key: { variable: 'SEMANTIC_SCHOLAR_API_KEY', header: 'x-api-key', optional: true },
  input: z
    .object({
      ...searchInput,
      year: z
        .string()
        .regex(/^(?:\d{4}|\d{4}-(?:\d{4})?|-\d{4})$/)
        .optional()
        .describe('Year or range of years: 2024, 2020-2024, 2023-, -2010.'),
      fields_of_study: z
        .string()
        .max(200)
        .optional()
        .describe('Separated by commas, such as Medicine,Biology.'),
      open_access: z.boolean().default(false).describe('Only papers with a free PDF.'),
    })
    .meta({ examples: [{ query: 'retrieval augmented generation', year: '2023-', max_results: 5 }] }),
  output: searchAnswer.extend({
    results: z.array(
      searchHit.extend({
        authors: z.array(z.string()),
        year: z.number().optional(),
        venue: z.string().optional(),
        citations: z.number().optional(),
        doi: z.string().optional(),
        pdf: z.string().optional(),
      }),
    ),
  }),
  tags: ['search'],
  effects: { idempotent: true },
  maxResultChars: 40_000,
  execute: async (input, { service }) => {
    const { data } = await service.json(answer, {
      path: '/graph/v1/paper/search',
      query: {
        query: input.query,
        limit: input.max_results,
        fields,
        year: input.year,
        fieldsOfStudy: input.fields_of_study,
        openAccessPdf: input.open_access ? '' : undefined,
      },
    });
    return toSearchAnswer(input, data.map(toHit), 'Semantic Scholar');
  },
});

function toHit({
  title,
  url,
  abstract,
  tldr,
  authors,
  openAccessPdf,
  externalIds,
  ...found
}: z.infer<typeof paper>) {
  const doi = externalIds?.DOI;
  return {
    title: title ?? '(no title)',
    url,
    snippet: cutText(abstract ?? tldr?.text ?? '', 2_500),
    authors: (authors ?? []).flatMap(({ name }) => name ?? []),
    ...(found.year && { year: found.year }),
    ...(found.venue && { venue: found.venue }),
    ...(typeof found.citationCount === 'number' && { citations: found.citationCount }),
    ...(typeof doi === 'string' && { doi }),
    ...(openAccessPdf?.url && { pdf: openAccessPdf.url }),
    ...(found.publicationDate && { published: found.publicationDate }),
  };
}
