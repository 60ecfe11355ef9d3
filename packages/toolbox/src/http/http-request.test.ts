import { describe, expect, it } from 'vitest';
import { ConfigError, type JsonObject } from '@pegboard/core';
import { httpRequest, type HttpRequestOptions } from '@pegboard/toolbox';
import { call } from '../files/files.test-helper.ts';
import { type Answer, type PageServer, serve } from './page-server.test-helper.ts';

const echo: Answer = (request, response, body) => {
  const { authorization, 'content-type': type, 'x-a': a, 'x-key': key } = request.headers;
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.setHeader('set-cookie', 'session=1');
  response.end(JSON.stringify({ at: `${request.method} ${request.url}`, type, a, authorization, key, body }));
};

async function ask(
  answer: Answer,
  input: (server: PageServer) => JsonObject,
  options: HttpRequestOptions = {},
): Promise<{ server: PageServer; record: Awaited<ReturnType<typeof call>> }> {
  const server = await serve(answer);
  return { server, record: await call(httpRequest({ ...options, allow: server.allow }), input(server)) };
}

describe('a request', () => {
  it.each<readonly [string, JsonObject, JsonObject]>([
    ['of nothing but a URL', {}, { at: 'GET /x', body: '' }],
    ['with a query', { query: { q: 'a b', p: '1&2' } }, { at: 'GET /x?q=a+b&p=1%262' }],
    ['in JSON', { method: 'POST', json: { a: [1] } }, { type: 'application/json', body: '{"a":[1]}' }],
    [
      'of a form',
      { method: 'POST', form: { a: 'b c' } },
      { type: 'application/x-www-form-urlencoded', body: 'a=b+c' },
    ],
    [
      'of text',
      { method: 'PUT', text: 'hé', headers: { 'content-type': 'text/csv' } },
      { type: 'text/csv', body: 'hé' },
    ],
    ['of bytes', { method: 'PATCH', base64: 'QUI=' }, { at: 'PATCH /x', body: 'AB' }],
    ['with headers', { method: 'DELETE', headers: { 'x-a': '1' } }, { at: 'DELETE /x', a: '1' }],
  ])('%s arrives as it was written', async (_name, input, expected) => {
    const { record } = await ask(echo, ({ url }) => ({ url: `${url}/x`, ...input }));
    expect(record.result).toMatchObject({ status: 200, ok: true, json: expected });
  });

  it('has one body', async () => {
    const { record, server } = await ask(echo, ({ url }) => ({ url, method: 'POST', text: 'a', json: 1 }));
    expect(record).toMatchObject({ status: 'failed', error: expect.stringContaining('"json" and "text"') });
    expect(server.seen).toEqual([]);
  });

  it('uses only the methods that are allowed', async () => {
    const { record, server } = await ask(echo, ({ url }) => ({ url, method: 'POST' }), { methods: ['GET'] });
    expect(record.status).not.toBe('success');
    expect(server.seen).toEqual([]);
  });

  it('carries credentials to their origin and to no other, whatever the model writes', async () => {
    const server = await serve(echo);
    const other = await serve(echo);
    const tool = httpRequest({
      allow: [...server.allow, ...other.allow],
      credentials: { [server.url]: { 'x-key': 'hush' } },
    });
    const own = await call(tool, { url: server.url, headers: { 'x-key': 'mine' } });
    expect(own.result).toMatchObject({ json: { key: 'hush' } });
    const elsewhere = await call(tool, { url: other.url });
    expect(elsewhere.result).not.toMatchObject({ json: { key: expect.anything() } });
    expect(tool.description + JSON.stringify(tool.inputSchema)).not.toContain('hush');
    expect(() => httpRequest({ credentials: { 'api.example.com': {} } })).toThrow(ConfigError);
  });

  it('loses credentials on a redirect to another origin', async () => {
    const other = await serve(echo);
    const server = await serve((_request, response) =>
      response.writeHead(302, { location: other.url }).end(),
    );
    const tool = httpRequest({
      allow: [...server.allow, ...other.allow],
      credentials: { [server.url]: { 'x-key': 'hush', authorization: 'Bearer hush' } },
    });
    const { result } = await call(tool, { url: server.url });
    expect(result).toMatchObject({ ok: true, url: `${other.url}/` });
    expect(JSON.stringify(result)).not.toContain('hush');
  });
});

describe('an answer', () => {
  it('of an error is an answer, and cookies are not shown', async () => {
    const { record } = await ask(
      (_request, response) =>
        response.writeHead(404, { 'content-type': 'text/plain', 'set-cookie': 'a=1' }).end('no'),
      ({ url }) => ({ url }),
    );
    expect(record).toMatchObject({ status: 'success', result: { status: 404, ok: false, text: 'no' } });
    expect(JSON.stringify(record.result)).not.toContain('a=1');
  });

  it.each([
    ['application/problem+json', '{"a":1}', { json: { a: 1 } }],
    ['application/json', '{"a":', { text: '{"a":' }],
    ['text/html; charset=iso-8859-1', Buffer.from([0xe9]), { text: 'é' }],
    ['image/png', Buffer.from([1, 2]), { base64: 'AQI=' }],
    ['', Buffer.from([0xff, 0xfe]), { base64: '//4=' }],
    ['', 'plain', { text: 'plain' }],
    ['text/plain', '', {}],
  ])('of %s is read as what it is', async (type, body, expected) => {
    const { record } = await ask(
      (_request, response) => response.writeHead(200, type === '' ? {} : { 'content-type': type }).end(body),
      ({ url }) => ({ url }),
    );
    const { json, text, base64 } = record.result as JsonObject;
    expect(JSON.parse(JSON.stringify({ json, text, base64 }))).toEqual(expected);
  });

  it.each([
    ['GET', 503, 3],
    ['PUT', 429, 3],
    ['POST', 503, 1],
    ['GET', 500, 1],
  ])('to %s of status %i is asked for %i times', async (method, status, times) => {
    const { server } = await ask(
      (_request, response) => response.writeHead(status, { 'retry-after': '0' }).end(),
      ({ url }) => ({ url, method }),
    );
    expect(server.seen).toHaveLength(times);
  });

  it('that asks for a long wait is final', async () => {
    const { server, record } = await ask(
      (_request, response) => response.writeHead(503, { 'retry-after': '3600' }).end(),
      ({ url }) => ({ url }),
    );
    expect([server.seen.length, record.status]).toEqual([1, 'success']);
  });

  it('that breaks off is asked for again when that does no harm', async () => {
    let count = 0;
    const breaking: Answer = (request, response, body) =>
      ++count === 1 ? request.socket.destroy() : echo(request, response, body);
    expect((await ask(breaking, ({ url }) => ({ url }))).record).toMatchObject({ status: 'success' });
    count = 0;
    expect((await ask(breaking, ({ url }) => ({ url, method: 'POST' }))).record).toMatchObject({
      status: 'failed',
    });
  });

  it('that is too long is refused', async () => {
    const { record } = await ask(
      (_request, response) => response.end('x'.repeat(2_000)),
      ({ url }) => ({ url }),
      {
        maxBytes: 1_000,
      },
    );
    expect(record).toMatchObject({ status: 'failed', error: expect.stringContaining('1000 bytes') });
  });
});
