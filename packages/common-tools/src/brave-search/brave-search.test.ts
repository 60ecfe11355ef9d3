import { expect, it } from 'vitest';
import { braveSearch } from '../index.ts';
import { callTool } from '../service/call-tool.test-util.ts';
import { serviceCases } from '../service/service-cases.test-util.ts';
import { standIn } from '../service/stand-in.test-util.ts';

const answer = {
  body: {
    type: 'search',
    query: { original: 'node 24', more_results_available: true },
    web: {
      type: 'search',
      results: [
        {
          title: 'Node.js <strong>24</strong> is here',
          url: 'https://nodejs.example/blog/24',
          description: 'The release of Node&#x27;s <strong>24</strong> line &amp; its changes.',
          page_age: '2025-05-06T10:00:00',
          extra_snippets: ['It brings a new V8.'],
        },
        { title: 'Elsewhere', url: 'ftp://files.example/24', description: 'No page' },
      ],
    },
  },
};

serviceCases('brave_search', {
  make: braveSearch,
  input: { query: 'node 24' },
  answer,
  empty: { answer: { body: { type: 'search', query: { original: 'x' } } }, told: /found nothing/ },
  malformed: { web: { results: [{ headline: 'Node.js' }] } },
  variable: 'BRAVE_API_KEY',
});

it('asks as documented and gives plain text', async () => {
  const { baseURL, requests } = await standIn(answer);
  const tool = braveSearch({ baseURL, apiKey: 'k', country: 'NO', maxResults: 3 });
  expect(Object.keys(tool.inputSchema.properties ?? {})).not.toContain('country');
  expect(Object.keys(tool.inputSchema.properties ?? {})).not.toContain('max_results');
  const { value } = await callTool(tool, { query: 'node 24', time_range: 'week', max_results: 20 });
  expect(requests[0]).toMatchObject({
    method: 'GET',
    path: '/res/v1/web/search',
    query: { q: 'node 24', count: '3', freshness: 'pw', country: 'NO', text_decorations: 'false' },
    headers: { 'x-subscription-token': 'k' },
  });
  expect(value).toEqual({
    query: 'node 24',
    results: [
      {
        title: 'Node.js 24 is here',
        url: 'https://nodejs.example/blog/24',
        snippet: "The release of Node's 24 line & its changes. … It brings a new V8.",
        published: '2025-05-06T10:00:00',
      },
    ],
  });
});

it('tells what Brave says of a wrong key, which is status 422', async () => {
  const error = {
    id: 'x',
    status: 422,
    code: 'SUBSCRIPTION_TOKEN_INVALID',
    detail: 'The provided subscription token is invalid.',
  };
  const { baseURL } = await standIn({ status: 422, body: { type: 'ErrorResponse', error } });
  const { error: told } = await callTool(braveSearch({ baseURL, apiKey: 'k' }), { query: 'x' });
  expect(told).toMatch(/does not accept the key.*subscription token is invalid.*BRAVE_API_KEY/);
});

it('does not take an answer without anything for a search without results', async () => {
  const { baseURL } = await standIn({ body: { ok: false } });
  const { status, error } = await callTool(braveSearch({ baseURL, apiKey: 'k' }), { query: 'x' });
  expect(status).toBe('failed');
  expect(error).toMatch(/The answer of Brave Search is not as documented/);
});
