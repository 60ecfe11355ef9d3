import { expect, it } from 'vitest';
import { semanticScholar } from '../index.ts';
import { callTool } from '../service/call-tool.test-util.ts';
import { serviceCases } from '../service/service-cases.test-util.ts';
import { standIn } from '../service/stand-in.test-util.ts';

const answer = {
  body: {
    total: 1,
    offset: 0,
    data: [
      {
        paperId: 'abc',
        title: 'A paper',
        url: 'https://www.semanticscholar.org/paper/abc',
        abstract: null,
        tldr: { model: 'tldr', text: 'In short.' },
        year: 2023,
        publicationDate: '2023-04-01',
        venue: 'Journal',
        citationCount: 0,
        authors: [{ authorId: '1', name: 'A. Author' }],
        openAccessPdf: { url: 'https://example.com/a.pdf', status: 'GREEN' },
        externalIds: { DOI: '10.1/abc', CorpusId: 1 },
      },
    ],
  },
};

serviceCases('semantic_scholar', {
  make: semanticScholar,
  input: { query: 'a paper' },
  answer,
  empty: { answer: { body: { total: 0, offset: 0 } }, told: /found nothing/ },
  malformed: { papers: [] },
  variable: 'SEMANTIC_SCHOLAR_API_KEY',
  keyOptional: true,
});

it('asks as documented, without a key too', async () => {
  const { baseURL, requests } = await standIn(answer);
  const tool = semanticScholar({ baseURL, env: {}, openAccess: true });
  const { value } = await callTool(tool, { query: 'a paper', year: '2020-', max_results: 3 });
  expect(requests[0]).toMatchObject({
    path: '/graph/v1/paper/search',
    query: { query: 'a paper', limit: '3', year: '2020-', openAccessPdf: '' },
  });
  expect(requests[0]?.headers).not.toHaveProperty('x-api-key');
  expect(value).toMatchObject({
    results: [
      {
        snippet: 'In short.',
        authors: ['A. Author'],
        citations: 0,
        doi: '10.1/abc',
        pdf: 'https://example.com/a.pdf',
      },
    ],
  });
});
