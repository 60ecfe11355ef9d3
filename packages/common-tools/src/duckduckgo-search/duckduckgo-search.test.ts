import { expect, it } from 'vitest';
import { duckduckgoSearch } from '../index.ts';
import { callTool } from '../service/call-tool.test-util.ts';
import { serviceCases } from '../service/service-cases.test-util.ts';
import { standIn } from '../service/stand-in.test-util.ts';

const entry = (href: string, title: string, snippet: string, more = ''): string =>
  `<div class="result results_links results_links_deep web-result ${more}"><div class="links_main result__body">
    <h2 class="result__title"><a rel="nofollow" class="result__a" href="${href}">${title}</a></h2>
    <a class="result__snippet" href="${href}">${snippet}</a></div></div>`;
const page = (...entries: string[]): string =>
  `<!DOCTYPE html><html><body><div id="links" class="results">${entries.join('\n')}</div></body></html>`;

const answer = {
  body: page(
    entry('https://duckduckgo.com/y.js?ad_domain=shop.example', 'Buy Node', 'An advertisement', 'result--ad'),
    entry(
      '//duckduckgo.com/l/?uddg=https%3A%2F%2Fnodejs.example%2Fen%3Fa%3D1%26b%3D2&amp;rut=abc',
      'Node.js &amp; <b>friends</b>',
      'Run  JavaScript\n<b>everywhere</b>.',
    ),
    entry('https://direct.example/page', 'Direct', 'Without a detour.'),
    entry('//duckduckgo.com/l/?uddg=javascript%3Aalert(1)', 'Not a page', 'x'),
  ),
};

serviceCases('duckduckgo_search', {
  make: duckduckgoSearch,
  input: { query: 'node' },
  answer,
  empty: {
    answer: { body: page('<div class="no-results">No results found for <b>x</b></div>') },
    told: /found nothing/,
  },
  malformed: page('<article><a href="https://nodejs.example">Node</a></article>'),
});

it('reads the page: no advertisements, addresses without the detour', async () => {
  const { baseURL, requests } = await standIn(answer);
  const { value } = await callTool(duckduckgoSearch({ baseURL, region: 'no-no' }), {
    query: 'node',
    time_range: 'year',
  });
  expect(requests[0]).toMatchObject({ method: 'POST', path: '/html/', body: 'q=node&kl=no-no&df=y' });
  expect(value).toEqual({
    query: 'node',
    results: [
      {
        title: 'Node.js & friends',
        url: 'https://nodejs.example/en?a=1&b=2',
        snippet: 'Run JavaScript everywhere.',
      },
      { title: 'Direct', url: 'https://direct.example/page', snippet: 'Without a detour.' },
    ],
  });
});

it.each([
  ['long', 'x'.repeat(1_000_001)],
  ['full of tags, which would be parsed for minutes', '<b>'.repeat(300_000)],
])('does not read a page that is too %s', async (_, body) => {
  const { baseURL } = await standIn({ body });
  const { error } = await callTool(duckduckgoSearch({ baseURL }), { query: 'node' });
  expect(error).toMatch(/The page is too long/);
});

it.each([202, 200])('says that it asks for a person, with status %i', async (status) => {
  const body = '<html><div class="anomaly-modal__title">Bots search here too.</div></html>';
  const { baseURL, requests } = await standIn({ status, body });
  const { status: told, error } = await callTool(duckduckgoSearch({ baseURL }), { query: 'node' });
  expect(told).toBe('failed');
  expect(error).toMatch(/refuses more calls for now.*proof that a person/);
  expect(requests).toHaveLength(1);
});
