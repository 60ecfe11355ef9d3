import { defineTool } from '@pegboard/core';
import { expect, test } from 'vitest';
import { mcpServer, serveTools } from '../index.ts';
import { callOne, serveHttp } from '../servers.test-util.ts';

const where = defineTool({
  name: 'where',
  description: 'Tells where it is',
  input: {
    type: 'object',
    properties: {
      region: { type: 'string', 'x-mcp-header': 'Region' },
      place: { type: 'object', properties: { zone: { type: 'integer', 'x-mcp-header': 'Zone' } } },
    },
  },
  execute: (input) => JSON.stringify(input),
});

const revision = '2026-07-28';
const meta = {
  'io.modelcontextprotocol/protocolVersion': revision,
  'io.modelcontextprotocol/clientCapabilities': {},
};

async function post(args: object, headers: object): Promise<[number, string]> {
  await using http = await serveHttp(serveTools(where, { name: 'where' }).fetch);
  const body = {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'where', arguments: args, _meta: meta },
  };
  const answer = await fetch(http.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': revision,
      'mcp-method': 'tools/call',
      'mcp-name': 'where',
      ...(headers as Record<string, string>), // of the tables below
    },
    body: JSON.stringify(body),
  });
  return [answer.status, await answer.text()];
}

test.each([
  [{ region: 'north' }, { 'mcp-param-region': 'north' }],
  [{ region: 'nørd' }, { 'mcp-param-region': `=?base64?${Buffer.from('nørd').toString('base64')}?=` }],
  [{ region: 'aGk=' }, { 'mcp-param-region': 'aGk=' }],
  [{ place: { zone: 7 } }, { 'mcp-param-zone': '7' }],
  [{ region: null }, {}],
  [{}, { 'mcp-param-region': 'north' }],
])('a header that says what the body says is fine: %j', async (args, headers) => {
  const [status, text] = await post(args, headers);
  expect([status, text.includes('-32020')]).toEqual([200, false]);
});

test.each([
  [{ region: 'north' }, {}],
  [{ region: 'north' }, { 'mcp-param-region': 'south' }],
  [{ region: 'hi' }, { 'mcp-param-region': '=?base64?aGk?=' }],
  [{ region: 'hi' }, { 'mcp-param-region': '=?base64?a!k=?=' }],
  [{ region: 'ÿ' }, { 'mcp-param-region': '=?base64?/w==?=' }],
  [{ place: { zone: 7 } }, { 'mcp-param-zone': 'seven' }],
])('one that does not is refused: %j %j', async (args, headers) => {
  const [status, text] = await post(args, headers);
  expect(status).toBe(400);
  expect(JSON.parse(text)).toMatchObject({ id: 1, error: { code: -32_020 } });
});

test('our client sends them', { timeout: 30_000 }, async () => {
  await using http = await serveHttp(serveTools(where, { name: 'where' }).fetch);
  await using server = mcpServer({ url: http.url });
  const { result } = await callOne([server], 'where', { region: 'nørd', place: { zone: 7 } });
  expect(result).toBe('{"region":"nørd","place":{"zone":7}}');
});
