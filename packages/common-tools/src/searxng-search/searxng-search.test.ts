import { expect, it } from 'vitest';
import { searxngSearch } from '../index.ts';
import { callTool } from '../service/call-tool.test-util.ts';
import { serviceCases } from '../service/service-cases.test-util.ts';
import { standIn } from '../service/stand-in.test-util.ts';

const answer = {
  body: {
    query: 'load balancer',
    number_of_results: 0,
    results: [
      {
        url: 'https://example.com/lb',
        title: 'A load balancer',
        content: 'It balances.',
        engine: 'mojeek',
        score: 1,
      },
      { url: 'https://example.com/2', title: 'Another', content: null, publishedDate: '2025-01-02T00:00:00' },
    ],
    answers: [],
    suggestions: [],
    unresponsive_engines: [],
  },
};

serviceCases('searxng_search', {
  make: ({ baseURL = 'https://searx.example', ...options }) => searxngSearch({ baseURL, ...options }),
  input: { query: 'load balancer' },
  answer,
  empty: {
    answer: { body: { query: 'x', results: [], unresponsive_engines: [['qwant', 'timeout']] } },
    told: /found nothing.*did not answer: qwant/,
  },
  malformed: { query: 'x' },
});

it('takes its address from the environment, and says which variable when there is none', async () => {
  const { baseURL, requests } = await standIn(answer);
  const tool = searxngSearch({ env: { SEARXNG_URL: `${baseURL}/search-here/` }, categories: 'it' });
  const { value } = await callTool(tool, { query: 'load balancer', safe_search: 'strict', max_results: 1 });
  expect(requests[0]).toMatchObject({
    path: '/search-here/search',
    query: { q: 'load balancer', format: 'json', categories: 'it', safesearch: '2' },
  });
  expect(value).toEqual({
    query: 'load balancer',
    results: [{ title: 'A load balancer', url: 'https://example.com/lb', snippet: 'It balances.' }],
  });
  expect(() => searxngSearch({ env: {} })).toThrow(/SEARXNG_URL/);
});

it('tells of a server that gives no JSON', async () => {
  const { baseURL } = await standIn({ status: 403, body: '<html>Forbidden</html>' });
  const { error } = await callTool(searxngSearch({ baseURL }), { query: 'x' });
  expect(error).toMatch(/SearXNG does not allow this.*Status 403.*search\.formats/);
});
