import { PegboardError } from '@pegboard/core';
import * as z from 'zod';
import { unfitAnswer } from '../service/service-error.ts';
import type { ArxivPaper } from './arxiv-paper.ts';

const service = { title: 'arXiv' };

/** What we read of the Atom feed. Source: https://info.arxiv.org/help/api/user-manual.html, checked 2026-11-21. */
const feed = z.object({
  feed: z.object({
    entry: z
      .array(
        z.object({
          id: z.string(),
          title: z.string(),
          summary: z.string(),
          published: z.string().optional(),
          author: z.array(z.object({ name: z.string() })).optional(),
          category: z.array(z.object({ '@term': z.string() })).optional(),
          link: z.array(z.object({ '@href': z.string(), '@title': z.string().optional() })).optional(),
        }),
      )
      .default([]),
  }),
});

const lists = new Set(['entry', 'author', 'category', 'link']);

export async function readFeed(xml: string): Promise<ArxivPaper[]> {
  const { XMLParser } = await import('fast-xml-parser');
  // A feed has no document type; its entities could blow up.
  if (/<!doctype/i.test(xml)) throw unfitAnswer(service, 'It is no Atom feed');
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    isArray: (name) => lists.has(name),
  });
  let parsed: unknown;
  try {
    parsed = parser.parse(xml);
  } catch {
    throw unfitAnswer(service, 'It is no XML');
  }
  const { success, data, error } = feed.safeParse(parsed);
  if (!success) throw unfitAnswer(service, error);
  return data.feed.entry.map(toPaper);
}

type Entry = z.infer<typeof feed>['feed']['entry'][number];

function toPaper({ id, title, summary, published, author, category, link }: Entry): ArxivPaper {
  if (id.includes('/api/errors'))
    throw new PegboardError({
      code: 'invalid-request',
      what: 'arXiv does not understand the query',
      evidence: lineOf(summary),
      fix: 'Write plain words, or correct the syntax',
    });
  const pdf = link?.find((one) => one['@title'] === 'pdf')?.['@href'];
  return {
    title: lineOf(title),
    url: id.replace(/^http:/, 'https:'),
    snippet: lineOf(summary),
    authors: (author ?? []).map(({ name }) => name),
    categories: (category ?? []).map((one) => one['@term']),
    ...(published !== undefined && { published }),
    ...(pdf !== undefined && { pdf: pdf.replace(/^http:/, 'https:') }),
  };
}

function lineOf(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
