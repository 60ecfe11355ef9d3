import { expect, it } from 'vitest';
import { arxivSearch } from '../index.ts';
import { callTool } from '../service/call-tool.test-util.ts';
import { serviceCases } from '../service/service-cases.test-util.ts';
import { standIn } from '../service/stand-in.test-util.ts';

const feed = (...entries: string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>ArXiv Query</title>
   <opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">1</opensearch:totalResults>${entries.join('')}</feed>`;
const entry = `<entry><id>http://arxiv.org/abs/1706.03762v7</id><published>2017-06-12T17:57:34Z</published>
  <title>Attention Is All\n  You Need</title><summary>  We propose &amp; test a new architecture. </summary>
  <author><name>Ashish Vaswani</name></author><author><name>Noam Shazeer</name></author>
  <link href="http://arxiv.org/abs/1706.03762v7" rel="alternate" type="text/html"/>
  <link title="pdf" href="http://arxiv.org/pdf/1706.03762v7" rel="related" type="application/pdf"/>
  <category term="cs.CL" scheme="http://arxiv.org/schemas/atom"/></entry>`;
const answer = { body: feed(entry) };

serviceCases('arxiv_search', {
  make: arxivSearch,
  input: { query: 'attention' },
  answer,
  empty: { answer: { body: feed() }, told: /found nothing/ },
  malformed: feed('<entry><title>No id</title></entry>'),
});

it('reads a paper', async () => {
  const { baseURL } = await standIn(answer);
  const { value } = await callTool(arxivSearch({ baseURL }), { query: 'attention' });
  expect(value).toEqual({
    query: 'attention',
    results: [
      {
        title: 'Attention Is All You Need',
        url: 'https://arxiv.org/abs/1706.03762v7',
        snippet: 'We propose & test a new architecture.',
        authors: ['Ashish Vaswani', 'Noam Shazeer'],
        categories: ['cs.CL'],
        published: '2017-06-12T17:57:34Z',
        pdf: 'https://arxiv.org/pdf/1706.03762v7',
      },
    ],
  });
});

it.each([
  ['graph "neural network"', { search_query: 'all:graph AND all:"neural network"' }],
  ['ti:attention AND au:vaswani', { search_query: 'ti:attention AND au:vaswani' }],
  ['arXiv:1706.03762', { id_list: '1706.03762' }],
  ['hep-th/9901001', { id_list: 'hep-th/9901001' }],
])('asks for %s', async (query, sent) => {
  const { baseURL, requests } = await standIn(answer);
  await callTool(arxivSearch({ baseURL, sort: 'newest' }), { query });
  expect(requests[0]).toMatchObject({ path: '/api/query', query: { ...sent, sortBy: 'submittedDate' } });
});

it('tells what arXiv says of a query, and reads no document types', async () => {
  const refusal = `<entry><id>http://arxiv.org/api/errors#x</id><title>Error</title><summary>malformed query</summary></entry>`;
  const { baseURL } = await standIn({ body: feed(refusal) });
  expect((await callTool(arxivSearch({ baseURL }), { query: 'ti:(' })).error).toMatch(
    /does not understand.*malformed query/,
  );
  const bomb = await standIn({ body: `<!DOCTYPE x [<!ENTITY a "aaaa">]>${feed(entry)}` });
  expect((await callTool(arxivSearch({ baseURL: bomb.baseURL }), { query: 'x' })).error).toMatch(
    /no Atom feed/,
  );
});
