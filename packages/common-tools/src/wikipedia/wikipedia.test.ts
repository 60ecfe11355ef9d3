import { expect, it } from 'vitest';
import { wikipedia } from '../index.ts';
import { callTool } from '../service/call-tool.test-util.ts';
import { serviceCases } from '../service/service-cases.test-util.ts';
import { standIn } from '../service/stand-in.test-util.ts';

const pages = [
  {
    pageid: 2,
    ns: 0,
    title: 'Turing machine',
    index: 2,
    extract: 'A machine.',
    fullurl: 'https://en.wikipedia.org/wiki/Turing_machine',
  },
  {
    pageid: 1,
    ns: 0,
    title: 'Alan Turing',
    index: 1,
    extract: 'A mathematician.',
    fullurl: 'https://en.wikipedia.org/wiki/Alan_Turing',
  },
];
const answer = { body: { batchcomplete: true, query: { pages } } };

serviceCases('wikipedia', {
  make: wikipedia,
  input: { query: 'Alan Turing' },
  answer,
  empty: { answer: { body: { batchcomplete: true } }, told: /found nothing/ },
  malformed: { query: { pages: [{ title: 'No address' }] } },
});

it('gives introductions in the order of the search', async () => {
  const { baseURL, requests } = await standIn(answer);
  const { value } = await callTool(wikipedia({ baseURL }), { query: 'Alan Turing', max_results: 2 });
  expect(requests[0]?.query).toMatchObject({
    gsrsearch: 'Alan Turing',
    gsrlimit: '2',
    exlimit: '2',
    exintro: '1',
    formatversion: '2',
  });
  expect(value).toMatchObject({ results: [{ title: 'Alan Turing' }, { title: 'Turing machine' }] });
});

it('gives one whole article, of the Wikipedia that was asked for', async () => {
  const asked: string[] = [];
  const send: typeof fetch = async (url) => {
    asked.push(url instanceof Request ? url.url : url.toString());
    return Response.json(answer.body);
  };
  const tool = wikipedia({ fetch: send, language: 'de' });
  await callTool(tool, { query: 'Alan Turing', whole_article: true });
  expect(asked[0]).toMatch(/^https:\/\/de\.wikipedia\.org\/w\/api\.php/);
  expect(asked[0]).not.toContain('exintro');
  expect(
    (await callTool(wikipedia({ fetch: send }), { query: 'x', language: 'evil.example/' })).status,
  ).not.toBe('success');
  expect(asked).toHaveLength(1);
});

it('tells what Wikipedia says of a request that it refuses with status 200', async () => {
  const { baseURL } = await standIn({
    body: { error: { code: 'srsearch-too-long', info: 'The search is too long.' } },
  });
  expect((await callTool(wikipedia({ baseURL }), { query: 'x' })).error).toMatch(
    /Wikipedia refused.*too long/,
  );
});

it('does not take an answer without anything for a search without results', async () => {
  const { baseURL } = await standIn({ body: { ok: false } });
  const { status, error } = await callTool(wikipedia({ baseURL }), { query: 'x' });
  expect(status).toBe('failed');
  expect(error).toMatch(/The answer of Wikipedia is not as documented/);
});
