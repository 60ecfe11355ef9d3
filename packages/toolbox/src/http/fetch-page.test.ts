import { describe, expect, it } from 'vitest';
import type { JsonObject } from '@pegboard/core';
import { fetchPage } from '@pegboard/toolbox';
import { call } from '../files/files.test-helper.ts';
import { type Answer, html, serve } from './page-server.test-helper.ts';

const paragraph =
  'The terns fly from one pole to the other and back in every year of their long lives, further than any other bird. ';

const article = `<!doctype html><html><head><title>Terns | Birds</title><base href="/base/"><script>steal()</script>
<meta property="article:published_time" content="2026-01-02"></head><body>
<nav><a href="/home">Home</a><a href="javascript:steal()">Bad</a></nav>
<article><h1>Terns</h1><p>${paragraph.repeat(4)}</p><p>See <a href="more?a=1#top">more terns</a>.</p>
<table><tr><th>Year</th><th>km</th></tr><tr><td>2024</td><td>70|000</td></tr></table>
<pre><code>fly()</code></pre><img src="tern.png" alt="a tern"><style>p { color: red }</style></article>
<footer>© nobody</footer></body></html>`;

async function open(answer: Answer, input: JsonObject = {}): Promise<Awaited<ReturnType<typeof call>>> {
  const { url, allow } = await serve(answer);
  return call(fetchPage({ allow }), { url: `${url}/page`, ...input });
}

describe('a page', { timeout: 30_000 }, () => {
  it('is its main part as Markdown, with title and links', async () => {
    const { result } = await open((_request, response) => html(response, article));
    const { markdown, links, title, url, published } = result as { [key: string]: string } & {
      links: unknown;
    };
    expect([title, published]).toEqual(['Terns | Birds', '2026-01-02']);
    const base = url?.replace('/page', '/base/');
    expect(markdown).toContain(`[more terns](${base}more?a=1#top)`);
    expect(markdown).toContain('| 2024 | 70\\|000 |');
    expect(markdown).toContain('```\nfly()\n```');
    expect(markdown).toContain('[image: a tern]');
    expect(markdown).not.toMatch(/steal|color: red|© nobody|<\w/);
    expect(links).toEqual([
      { text: 'Home', url: url?.replace('/page', '/home') },
      { text: 'more terns', url: `${base}more?a=1` },
    ]);
  });

  it('comes whole when that is asked for', async () => {
    const { result } = await open((_request, response) => html(response, article), { whole: true });
    expect((result as JsonObject)['markdown']).toContain('© nobody');
  });

  it('comes in parts when it is long', async () => {
    const long = `<article><h1>Long</h1>${`<p>${paragraph}</p>`.repeat(20)}</article>`;
    const { url, allow } = await serve((_request, response) => html(response, long));
    const tool = fetchPage({ allow });
    let markdown = '';
    let offset: unknown = 0;
    for (let count = 0; offset !== undefined && count < 10; count++) {
      const { result } = await call(tool, { url, max_chars: 1_000, offset: Number(offset) });
      const part = result as { markdown: string; next_offset?: number };
      markdown += part.markdown;
      offset = part.next_offset;
    }
    expect(markdown.match(/every year of their/g)).toHaveLength(20);
  });

  it.each([
    ['of its header', 'text/html; charset=windows-1251', '<p>', [0xcf, 0xf0]],
    ['of its own head', 'text/html', '<meta charset="windows-1251"><p>', [0xcf, 0xf0]],
  ])('is read in the encoding %s', async (_name, type, lead, bytes) => {
    const body = Buffer.concat([Buffer.from(lead), Buffer.from(bytes)]);
    const { result } = await open((_request, response) =>
      response.writeHead(200, { 'content-type': type }).end(body),
    );
    expect(result).toMatchObject({ markdown: 'Пр' });
  });

  it.each(['text/plain', 'application/json', 'text/markdown'])('of %s comes as it is', async (type) => {
    const { result } = await open((_request, response) => html(response, '{"a": "<b>"}', type));
    expect(result).toMatchObject({ markdown: '{"a": "<b>"}', links: [] });
  });

  it.each([
    ['image/png', 200, /image\/png/],
    ['application/pdf', 200, /application\/pdf/],
    ['text/html', 404, /404.*does not exist/],
    ['text/html', 403, /403.*not open/],
    ['text/html', 500, /500.*later/],
  ])('of %s and status %i is a clear failure', async (type, status, error) => {
    const { status: outcome, error: told } = await open((_request, response) =>
      response.writeHead(status, { 'content-type': type }).end('x'),
    );
    expect([outcome, told]).toEqual(['failed', expect.stringMatching(error)]);
  });

  it('without text says so', async () => {
    const { error } = await open((_request, response) =>
      html(response, '<body><div id="root"></div><script>x</script></body>'),
    );
    expect(error).toContain('JavaScript');
  });

  it.each([
    ['deep nesting', '<div>'.repeat(50_000)],
    ['many attributes', `<p ${Array.from({ length: 50_000 }, (_, at) => `a${at}=1`).join(' ')}>x</p>`],
    ['broken markup', '<p <<< a="><script>alert(1)</scr' + '<table><td><tr>'.repeat(2_000)],
    ['entities', `<p>${'&lt;script&gt;'.repeat(10_000)}</p>`],
  ])('of %s does not hold up the program', async (_name, page) => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    const { status } = await open((_request, response) => html(response, page));
    clearInterval(timer);
    expect(['success', 'failed']).toContain(status);
    expect(ticks).toBeGreaterThan(3);
  });
});
