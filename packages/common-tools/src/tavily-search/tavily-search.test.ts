import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AnyTool, JsonObject } from '@pegboard/core';
import { expect, it } from 'vitest';
import { tavilySearch } from '../index.ts';
import { callTool } from '../service/call-tool.test-util.ts';
import { serviceCases } from '../service/service-cases.test-util.ts';
import { standIn } from '../service/stand-in.test-util.ts';

const answer = {
  body: {
    query: 'who is Leo Messi',
    answer: 'A footballer.',
    images: [],
    results: [
      {
        title: 'Lionel Messi',
        url: 'https://example.com/messi',
        content: 'Lionel Messi is a footballer.',
        score: 0.81,
        raw_content: null,
      },
    ],
    response_time: 1.2,
    request_id: 'r-1',
  },
};

serviceCases('tavily_search', {
  make: tavilySearch,
  input: { query: 'who is Leo Messi' },
  answer,
  empty: { answer: { body: { query: 'x', results: [], response_time: 1 } }, told: /found nothing/ },
  malformed: { query: 'x', hits: [] },
  variable: 'TAVILY_API_KEY',
});

it('asks as documented; what the developer fixed is sent and not shown', async () => {
  const { baseURL, requests } = await standIn(answer);
  const tool = tavilySearch({
    baseURL,
    apiKey: 'tvly-1',
    includeDomains: ['example.com'],
    includeAnswer: true,
  });
  expect(JSON.stringify(tool.inputSchema)).not.toContain('include_domains');
  const { value } = await callTool(tool, { query: 'who is Leo Messi', topic: 'news' });
  expect(requests[0]).toMatchObject({
    method: 'POST',
    path: '/search',
    headers: { authorization: 'Bearer tvly-1' },
  });
  expect(requests[0]?.body).toEqual({
    query: 'who is Leo Messi',
    max_results: 5,
    topic: 'news',
    search_depth: 'basic',
    include_domains: ['example.com'],
    include_answer: true,
  });
  expect(value).toMatchObject({ answer: 'A footballer.', results: [{ title: 'Lionel Messi', score: 0.81 }] });
});

it('tells of a plan that is used up, which has a status of its own', async () => {
  const { baseURL } = await standIn({
    status: 432,
    body: { detail: { error: 'This request exceeds your plan.' } },
  });
  const { error } = await callTool(tavilySearch({ baseURL, apiKey: 'k' }), { query: 'x' });
  expect(error).toMatch(/status 432.*exceeds your plan/);
});

const recordings = fileURLToPath(new URL('../../../../../shared/wire/tavily/', import.meta.url));
const files = ['tavily-search-with-include-domains.json', 'tavily-factory-with-bound-params.json'];

interface Recording {
  readonly steps: readonly {
    readonly request: { readonly path: string; readonly body: JsonObject };
    readonly response: { readonly body: { readonly results: readonly { readonly url: string }[] } };
  }[];
}

it.skipIf(!existsSync(recordings))(
  'reads recorded traffic and asks in the same way (skipped without ../shared/wire)',
  async () => {
    for (const file of files) {
      const { steps }: Recording = JSON.parse(readFileSync(recordings + file, 'utf8'));
      for (const { request, response } of steps) {
        const { baseURL, requests } = await standIn({ body: response.body });
        const { query, ...fixed } = request.body;
        // Options are the parameters in camelCase.
        const options = Object.fromEntries(
          Object.entries(fixed).map(([name, value]) => [
            name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
            value,
          ]),
        );
        const tool: AnyTool = tavilySearch({ baseURL, apiKey: 'k', ...options });
        const { status, value } = await callTool(tool, { query: query ?? '' });
        expect(status).toBe('success');
        expect(requests[0]?.path).toBe(request.path);
        expect(requests[0]?.body).toMatchObject(request.body);
        const urls = response.body.results.map(({ url }) => url);
        const { results } = value as unknown as { results: { url: string; snippet: string }[] };
        expect(results.map(({ url }) => url)).toEqual(urls);
        expect(results.every(({ snippet }) => snippet.length > 20)).toBe(true);
      }
    }
  },
);
