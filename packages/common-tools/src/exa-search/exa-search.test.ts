import { expect, it } from 'vitest';
import { exaSearch } from '../index.ts';
import { callTool } from '../service/call-tool.test-util.ts';
import { serviceCases } from '../service/service-cases.test-util.ts';
import { standIn } from '../service/stand-in.test-util.ts';

const answer = {
  body: {
    requestId: 'r-1',
    resolvedSearchType: 'neural',
    results: [
      {
        id: 'https://example.com/essay',
        title: 'Small teams',
        url: 'https://example.com/essay',
        publishedDate: '2024-02-01T00:00:00.000Z',
        author: 'A. Writer',
        highlights: ['Small teams talk more.', 'They ship sooner.'],
      },
      { id: 'x', title: null, url: 'https://example.com/untitled' },
    ],
  },
};

serviceCases('exa_search', {
  make: exaSearch,
  input: { query: 'why small teams' },
  answer,
  empty: { answer: { body: { requestId: 'r', results: [] } }, told: /found nothing/ },
  malformed: { requestId: 'r', results: [{ title: 'No address' }] },
  variable: 'EXA_API_KEY',
});

it('asks as documented', async () => {
  const { baseURL, requests } = await standIn(answer);
  const tool = exaSearch({ baseURL, apiKey: 'k', maxCharacters: 400 });
  const { value } = await callTool(tool, {
    query: 'why small teams',
    published_after: '2024-01-01',
    max_results: 2,
  });
  expect(requests[0]).toMatchObject({ method: 'POST', path: '/search', headers: { 'x-api-key': 'k' } });
  expect(requests[0]?.body).toEqual({
    query: 'why small teams',
    type: 'auto',
    numResults: 2,
    startPublishedDate: '2024-01-01',
    contents: { highlights: { maxCharacters: 400 } },
  });
  expect(value).toMatchObject({
    results: [
      { title: 'Small teams', author: 'A. Writer', snippet: 'Small teams talk more. … They ship sooner.' },
      { title: 'https://example.com/untitled', snippet: '' },
    ],
  });
});
