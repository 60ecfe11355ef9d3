import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { defineTool, type Hooks, result } from '@pegboard/core';
import { createRegistry } from '@pegboard/core/plugin';
import { prepared } from '@pegboard/core/tools';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { ours, reference } from '../commands.test-util.ts';
import { mcpServer, serveTools } from '../index.ts';
import { callOne, serveHttp, until } from '../servers.test-util.ts';
import { toys } from '../toys.test-util.ts';

const timeout = 60_000;
type Mode = 'auto' | 'legacy';

/** The protocol's own client, which knows nothing of us. */
async function sdkClient(url: string, mode: Mode = 'auto', capabilities = {}): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' }, { capabilities, versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  return client;
}

const textOf = (content: unknown): string => JSON.stringify(content);

test.each<Mode>(['auto', 'legacy'])(
  'tools are listed with their schemas and hints, and called: %s',
  { timeout },
  async (mode) => {
    const served = serveTools(toys, { name: 'toys', version: '1.2.3', instructions: 'Play.' });
    await using http = await serveHttp(served.fetch);
    const client = await sdkClient(http.url, mode);
    expect(client.getServerVersion()).toMatchObject({ name: 'toys', version: '1.2.3' });
    expect(client.getInstructions()).toBe('Play.');
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(toys.map(({ name }) => name));
    expect(tools[0]).toMatchObject({
      inputSchema: { type: 'object', required: ['a', 'b'] },
      outputSchema: { type: 'object', properties: { sum: { type: 'number' } } },
      annotations: { readOnlyHint: true, idempotentHint: true },
    });
    expect(tools.at(-1)?.annotations).toEqual({ destructiveHint: true });
    const answer = await client.callTool({ name: 'add', arguments: { a: 2, b: 3 } });
    expect(answer).toMatchObject({
      structuredContent: { sum: 5 },
      content: [{ type: 'text', text: '{"sum":5}' }],
    });
    await client.close();
  },
);

test('refused arguments, failures and unknown tools are told apart', { timeout }, async () => {
  await using http = await serveHttp(serveTools(toys, { name: 'toys' }).fetch);
  const client = await sdkClient(http.url);
  const refused = await client.callTool({ name: 'add', arguments: { a: 'x', b: 3 } });
  expect(refused.isError).toBe(true);
  expect(textOf(refused.content)).toMatch(/number/);
  const failed = await client.callTool({ name: 'fail', arguments: {} });
  expect(failed).toMatchObject({ isError: true, content: [{ text: 'There is no such thing.' }] });
  await expect(client.callTool({ name: 'nothing', arguments: {} })).rejects.toThrow('Unknown tool: nothing');
  await client.close();
});

test.each<Mode>(['auto', 'legacy'])(
  'progress and cancellation reach the other side: %s',
  { timeout },
  async (mode) => {
    let stopped = false;
    const slow = defineTool({
      name: 'slow',
      description: 'Never ends by itself',
      input: { type: 'object' },
      execute: (_, { signal, progress }) =>
        new Promise((resolve) => {
          progress('half way');
          signal.addEventListener('abort', () => resolve((stopped = true)));
        }),
    });
    await using http = await serveHttp(serveTools(slow, { name: 'slow' }).fetch);
    const client = await sdkClient(http.url, mode);
    const abort = new AbortController();
    const seen: unknown[] = [];
    const call = client.callTool(
      { name: 'slow', arguments: {} },
      {
        signal: abort.signal,
        onprogress: (progress) => {
          seen.push(progress);
          abort.abort('enough');
        },
      },
    );
    await expect(call).rejects.toThrow('enough');
    await until(() => stopped);
    expect(seen).toEqual([{ progress: 1, message: 'half way' }]);
    await client.close();
  },
);

test.each<Mode>(['auto', 'legacy'])(
  'a call that needs approval asks the user of the client: %s',
  { timeout },
  async (mode) => {
    await using http = await serveHttp(serveTools(toys, { name: 'toys' }).fetch);
    const client = new Client(
      { name: 'test', version: '1' },
      { capabilities: { elicitation: { form: {} } }, versionNegotiation: { mode } },
    );
    const asked: string[] = [];
    let allow = true;
    client.setRequestHandler('elicitation/create', ({ params }) => {
      asked.push(params.message);
      return allow ? { action: 'accept', content: { approve: true } } : { action: 'decline' };
    });
    await client.connect(new StreamableHTTPClientTransport(new URL(http.url)));
    const erase = () => client.callTool({ name: 'erase', arguments: { what: 'notes' } });
    expect(await erase()).toMatchObject({ content: [{ text: 'erased notes' }] });
    expect(asked).toEqual(['Allow erase with {"what":"notes"}? It erases notes.']);
    allow = false;
    const denied = await erase();
    expect(denied.isError).toBe(true);
    expect(textOf(denied.content)).toContain('did not allow it');
    await client.close();
  },
);

test(
  'who cannot ask is not let through, nor is anybody where approval means denial',
  { timeout },
  async () => {
    await using http = await serveHttp(serveTools(toys, { name: 'toys' }).fetch);
    const call = { name: 'erase', arguments: { what: 'notes' } };
    const old = await sdkClient(http.url, 'legacy');
    expect(textOf(await old.callTool(call))).toContain('cannot ask one');
    const modern = await sdkClient(http.url);
    await expect(modern.callTool(call)).rejects.toThrow(/capabilities do not declare/);
    await using strict = await serveHttp(serveTools(toys, { name: 'toys', approval: 'deny' }).fetch);
    const denied = await sdkClient(strict.url);
    expect(textOf(await denied.callTool(call))).toContain('asks nobody');
    await Promise.all([old.close(), modern.close(), denied.close()]);
  },
);

test('an approval is good for one call, and for no other', { timeout }, async () => {
  await using http = await serveHttp(serveTools(toys, { name: 'toys' }).fetch);
  const client = await sdkClient(http.url, 'auto', { elicitation: { form: {} } });
  const erase = (what: string, more: object = {}) =>
    client.callTool({ name: 'erase', arguments: { what }, ...more }, { allowInputRequired: true });
  const question = (await erase('notes')) as unknown as { inputRequests: object; requestState: string };
  const [key = ''] = Object.keys(question.inputRequests);
  const yes = { [key]: { action: 'accept', content: { approve: true } } };
  const answer = { inputResponses: yes, requestState: question.requestState };
  await expect(erase('everything', answer)).rejects.toThrow(/requestState/);
  await expect(erase('notes', answer)).rejects.toThrow(/requestState/);
  const again = (await erase('notes')) as unknown as { inputRequests: object; requestState: string };
  const [next = ''] = Object.keys(again.inputRequests);
  const right = { inputResponses: { [next]: yes[key] }, requestState: again.requestState };
  expect(textOf(await erase('notes', right))).toContain('erased notes');
  await expect(erase('notes', right)).rejects.toThrow(/requestState/);
  await client.close();
});

test(
  'media, links and other values are content; what only the caller may run is not offered',
  { timeout },
  async () => {
    const external = defineTool({
      name: 'external',
      description: 'Done elsewhere',
      input: { type: 'object' },
    });
    const media = defineTool({
      name: 'media',
      description: 'Gives media',
      input: { type: 'object' },
      execute: () =>
        result([1, 2], {
          content: [
            { type: 'media', mediaType: 'image/png', data: 'aGk=' },
            { type: 'media', mediaType: 'application/pdf', data: 'aGk=', filename: 'a b.pdf' },
            { type: 'media', mediaType: 'video/mp4', url: 'https://example.com/v.mp4' },
          ],
        }),
    });
    await using http = await serveHttp(serveTools([external, media], { name: 'media' }).fetch);
    const client = await sdkClient(http.url);
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['media']);
    expect((await client.callTool({ name: 'media', arguments: {} })).content).toEqual([
      { type: 'text', text: '[1,2]' },
      { type: 'image', data: 'aGk=', mimeType: 'image/png' },
      {
        type: 'resource',
        resource: { uri: 'attachment:a%20b.pdf', mimeType: 'application/pdf', blob: 'aGk=' },
      },
      { type: 'resource_link', uri: 'https://example.com/v.mp4', name: 'file', mimeType: 'video/mp4' },
    ]);
    await client.close();
  },
);

test('hooks stand around the calls, and the caller is known to the tools', { timeout }, async () => {
  const whoami = defineTool({
    name: 'whoami',
    description: 'Who calls',
    input: { type: 'object' },
    execute: (_, { context }) => String(context),
  });
  const names: string[] = [];
  const hooks: Hooks = {
    tool: (call, next) => {
      names.push(call.name);
      return next();
    },
  };
  const served = serveTools(whoami, {
    name: 'who',
    hooks: [hooks],
    authenticate: (request) => {
      const token = request.headers.get('authorization');
      return token === 'Bearer let-me-in' ? { clientId: 'ada', extra: { team: 'bees' } } : undefined;
    },
    resourceMetadataUrl: 'https://example.com/.well-known/oauth-protected-resource',
    context: ({ auth }) => `${auth?.clientId} of ${String(auth?.extra?.['team'])}` as never,
  });
  await using http = await serveHttp(served.fetch);
  const stranger = await fetch(http.url, { method: 'POST', body: '{}' });
  expect(stranger.status).toBe(401);
  expect(stranger.headers.get('www-authenticate')).toContain('resource_metadata="https://example.com');
  await using server = mcpServer({ url: http.url, auth: () => 'let-me-in' });
  expect((await callOne([server], 'whoami')).result).toBe('ada of bees');
  expect(names).toEqual(['whoami']);
});

test('requests under a foreign name or from a foreign page are refused', { timeout }, async () => {
  const { fetch: handle } = serveTools(toys, { name: 'toys', allowedHosts: ['tools.example'] });
  const ask = (url: string, headers: Record<string, string> = {}) =>
    handle(new Request(url, { method: 'POST', headers, body: '{}' }));
  expect((await ask('http://evil.example/mcp')).status).toBe(403);
  expect((await ask('http://localhost/mcp')).status).toBe(403);
  expect((await ask('http://tools.example/mcp', { origin: 'https://evil.example' })).status).toBe(403);
  expect((await ask('http://tools.example/mcp', { origin: 'https://tools.example' })).status).not.toBe(403);
  expect((await ask('http://tools.example:8080/mcp')).status).not.toBe(403);
});

test('a session belongs to whoever began it', { timeout }, async () => {
  const { fetch: handle } = serveTools(toys, {
    name: 'toys',
    authenticate: (request) => ({ clientId: request.headers.get('authorization') ?? 'nobody' }),
  });
  const post = (who: string, session: string | null, body: object) =>
    handle(
      new Request('http://localhost/mcp', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          authorization: who,
          ...(session && { 'mcp-session-id': session }),
        },
        body: JSON.stringify({ jsonrpc: '2.0', ...body }),
      }),
    );
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 't', version: '1' } };
  const begun = await post('ada', null, { id: 1, method: 'initialize', params });
  expect(begun.status).toBe(200);
  const session = begun.headers.get('mcp-session-id');
  expect(session).toEqual(expect.any(String));
  const list = { id: 2, method: 'tools/list' };
  expect((await post('ada', session, list)).status).toBe(200);
  expect((await post('bob', session, list)).status).toBe(404);
  expect((await post('ada', 'made-up', list)).status).toBe(404);
  expect((await post('ada', null, list)).status).toBe(400);
});

test('the handler works under hono, and without sessions', { timeout }, async () => {
  const { fetch: handle } = serveTools(toys, { name: 'toys', sessions: false });
  const app = new Hono();
  app.all('/mcp', (context) => handle(context.req.raw));
  await using http = await serveHttp(async (request) => app.fetch(request));
  for (const mode of ['auto', 'legacy'] as const) {
    const client = await sdkClient(http.url, mode);
    expect(await client.callTool({ name: 'add', arguments: { a: 1, b: 1 } })).toMatchObject({
      structuredContent: { sum: 2 },
    });
    await client.close();
  }
});

test('toolsets and registries can be served: here the tools of another server', { timeout }, async () => {
  await using memory = mcpServer(reference('memory', [], { MEMORY_FILE_PATH: '/dev/null' }));
  const hidden = prepared(memory, (spec) => (spec.name.startsWith('delete') ? undefined : spec));
  const registry = createRegistry({ tools: toys });
  await using http = await serveHttp(
    serveTools({ tools: () => [...registry.tools(), hidden] }, { name: 'both' }).fetch,
  );
  await using server = mcpServer({ url: http.url });
  const ctx = { context: undefined, messages: [], runId: 'r', turn: 1, signal: new AbortController().signal };
  const names = (await server.list(ctx)).map(({ name }) => name);
  expect(names).toContain('add');
  expect(names).toContain('search_nodes');
  expect(names.filter((name) => name.startsWith('delete'))).toEqual([]);
  expect((await callOne([server], 'search_nodes', { query: 'a' })).result).toEqual({
    entities: [],
    relations: [],
  });
});

test(
  'over standard input and output it ends when the client has gone, and writes nothing but the protocol',
  { timeout },
  async () => {
    const { command, args = [] } = ours('./toy-server.test-util.ts');
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    let written = '';
    child.stdout.on('data', (chunk: Buffer) => (written += chunk.toString()));
    const params = {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 't', version: '1' },
    };
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })}\n`);
    await until(() => written.includes('\n'));
    child.stdin.end();
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(0);
    for (const line of written.trim().split('\n')) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
  },
);

test('an output that does not fit its schema is an error of the call', { timeout }, async () => {
  const wrong = defineTool({
    name: 'wrong',
    description: 'Gives the wrong thing',
    input: z.object({}),
    output: z.object({ n: z.number() }),
    execute: () => ({ n: 'many' }) as never,
  });
  await using http = await serveHttp(serveTools(wrong, { name: 'wrong' }).fetch);
  const client = await sdkClient(http.url);
  const answer = await client.callTool({ name: 'wrong', arguments: {} });
  expect(answer.isError).toBe(true);
  expect(textOf(answer.content)).toContain('does not fit its output schema');
  await client.close();
});
