import process from 'node:process';
import { defineTool, type Toolset } from '@pegboard/core';
import { expect, test } from 'vitest';
import { mcpServer, mcpServers, serveTools } from '../index.ts';
import { ours } from '../commands.test-util.ts';
import { callOne, isAlive, serveHttp, until } from '../servers.test-util.ts';
import { toys } from '../toys.test-util.ts';

const timeout = 60_000;
const ctx = () => ({
  context: undefined,
  messages: [],
  runId: 'r',
  turn: 1,
  signal: new AbortController().signal,
});
const names = async (toolset: Toolset) => (await toolset.list(ctx())).map(({ name }) => name);

test('a server over HTTP that was started anew is used again', { timeout }, async () => {
  const first = await serveHttp(serveTools(toys, { name: 'toys' }).fetch);
  await using server = mcpServer({ url: first.url, reconnect: { attempts: 1 } });
  expect((await callOne([server], 'add', { a: 1, b: 1 })).status).toBe('success');
  await first[Symbol.asyncDispose]();
  const lost = await callOne([server], 'add', { a: 1, b: 1 });
  expect(lost).toMatchObject({ status: 'failed' });
  expect(lost.error).toContain('fetch failed');
  await using second = await serveHttp(serveTools(toys, { name: 'toys' }).fetch, first.port);
  expect(second.port).toBe(first.port);
  await until(async () => (await callOne([server], 'add', { a: 1, b: 1 })).status === 'success');
});

test(
  'a session that the server has forgotten is begun anew, and the call is made once',
  { timeout },
  async () => {
    let calls = 0;
    const count = defineTool({
      name: 'count',
      description: 'Counts',
      input: { type: 'object' },
      execute: () => ++calls,
    });
    let current = serveTools([count], { name: 'counter' });
    // Takes only the older protocol, which has sessions.
    await using http = await serveHttp(async (request) => {
      const text = request.method === 'POST' ? await request.clone().text() : '';
      if (text.includes('server/discover')) return new Response('', { status: 404 });
      return current.fetch(request);
    });
    await using server = mcpServer({ url: http.url, type: 'http' });
    expect((await callOne([server], 'count')).result).toBe('1');
    expect((await server.info()).protocol).toBe('2025-11-25');
    await current.close();
    current = serveTools([count], { name: 'counter' });
    expect((await callOne([server], 'count')).result).toBe('2');
    expect(calls).toBe(2);
  },
);

test('an address that is not there for a while is no server of the oldest kind', { timeout }, async () => {
  let isThere = false;
  const served = serveTools(toys, { name: 'toys' });
  await using http = await serveHttp(async (request) =>
    isThere ? served.fetch(request) : new Response('', { status: 404 }),
  );
  await using server = mcpServer({ url: http.url, reconnect: { attempts: 1 } });
  await expect(server.info()).rejects.toThrow(/404/);
  isThere = true;
  await until(async () =>
    server.info().then(
      () => true,
      () => false,
    ),
  );
  expect((await server.info()).protocol).toBe('2026-07-28');
});

test('a server of the older protocol is told when its session is over', { timeout }, async () => {
  const methods: string[] = [];
  const served = serveTools(toys, { name: 'toys' });
  await using http = await serveHttp(async (request) => {
    methods.push(request.method);
    const text = request.method === 'POST' ? await request.clone().text() : '';
    return text.includes('server/discover') ? new Response('', { status: 404 }) : served.fetch(request);
  });
  const server = mcpServer({ url: http.url, type: 'http' });
  await server.info();
  expect(methods).not.toContain('DELETE');
  await server[Symbol.asyncDispose]();
  expect(methods).toContain('DELETE');
});

test.each(['modern', 'legacy'])(
  'a list that changed is listed anew, and what stayed is the same object: %s',
  { timeout },
  async (era) => {
    const [add, fail] = toys;
    if (!add || !fail) throw new TypeError('no toys');
    const tools = [add];
    const served = serveTools({ tools: () => tools }, { name: 'toys' });
    await using http = await serveHttp(async (request) => {
      const text = request.method === 'POST' ? await request.clone().text() : '';
      if (era === 'legacy' && text.includes('server/discover')) return new Response('', { status: 404 });
      return served.fetch(request);
    });
    await using server = mcpServer({ url: http.url, type: 'http' });
    const [before] = await server.list(ctx());
    expect((await server.info()).protocol).toBe(era === 'modern' ? '2026-07-28' : '2025-11-25');
    tools.push(fail);
    served.toolsChanged();
    await until(async () => (await names(server)).length === 2);
    const [after] = await server.list(ctx());
    expect(after).toBe(before);
    await served.close();
  },
);

test(
  'a server that cannot be reached fails the run when it is required, and is left alone for a while',
  { timeout },
  async () => {
    let tries = 0;
    const transport = () => {
      tries += 1;
      throw new TypeError('no way with token hunter2hunter2');
    };
    await using server = mcpServer({ name: 'far', transport, reconnect: { attempts: 3, delayMs: 1 } });
    await expect(server.list(ctx())).rejects.toThrow(/"far" cannot be reached.*no way/);
    await expect(server.list(ctx())).rejects.toThrow(/cannot be reached/);
    expect(tries).toBe(3);
    expect(server.diagnostics).toMatchObject([{ stage: 'connect' }]);
  },
);

test(
  'a server that ends when it is asked for the newer protocol is spoken to in the older one',
  { timeout },
  async () => {
    // As servers built with some older libraries do.
    const strict = `
    process.stdin.on('data', (chunk) => {
      for (const line of String(chunk).split('\\n').filter(Boolean)) {
        const { id, method, params } = JSON.parse(line);
        if (method === 'server/discover') process.exit(1);
        const { protocolVersion } = params ?? {};
        const capabilities = { tools: {} };
        const tool = { name: 'old', inputSchema: { type: 'object' } };
        const results = {
          initialize: { protocolVersion, capabilities, serverInfo: { name: 'old', version: '1' } },
          'tools/list': { tools: [tool] },
          'tools/call': { content: [{ type: 'text', text: 'fine' }] },
        };
        if (results[method]) console.log(JSON.stringify({ jsonrpc: '2.0', id, result: results[method] }));
      }
    });`;
    await using server = mcpServer({ command: process.execPath, args: ['-e', strict] });
    expect((await callOne([server], 'old')).result).toBe('fine');
    const [tool] = await server.list(ctx());
    expect(tool?.description).toBe('The tool "old" of the MCP server "node".');
    expect(server.diagnostics).toEqual([]);
  },
);

test(
  'secrets show in no message, and the last words of a server that crashed are kept',
  { timeout },
  async () => {
    const crash = `console.error('bad key ' + process.env.API_KEY); process.exit(3)`;
    process.env['PEGBOARD_TEST_KEY'] = 'sk-very-secret-key';
    await using server = mcpServer({
      command: process.execPath,
      args: ['-e', crash],
      env: { API_KEY: '${PEGBOARD_TEST_KEY}' },
      name: 'crashing',
      reconnect: { attempts: 1 },
    });
    const error = await Promise.resolve(server.list(ctx())).catch((thrown: unknown) => String(thrown));
    expect(error).toMatch(/it ended with code 3/);
    expect(error).toContain('bad key [redacted]');
    expect(JSON.stringify([error, server.diagnostics])).not.toContain('very-secret');
  },
);

test('each run has a server of its own, which ends with it', { timeout }, async () => {
  await using server = mcpServer({ ...ours('./toy-server.test-util.ts'), lifetime: 'run' });
  const pids = new Set<number>();
  const note = () => {
    for (const pid of server.pids()) pids.add(pid);
  };
  await callOne([server], 'add', { a: 1, b: 1 }, { onEvent: note });
  await callOne([server], 'add', { a: 1, b: 1 }, { onEvent: note });
  expect(pids.size).toBe(2);
  await until(() => [...pids].every((pid) => !isAlive(pid)));
});

test('servers whose names and tools run together are told apart', { timeout }, async () => {
  const tool = (name: string) =>
    defineTool({ name, description: name, input: { type: 'object' }, execute: () => name });
  await using one = await serveHttp(serveTools([tool('b_c')], { name: 'one' }).fetch);
  await using two = await serveHttp(serveTools([tool('c')], { name: 'two' }).fetch);
  await using all = mcpServers({ a: { url: one.url }, a_b: { url: two.url } });
  const [first, second, ...others] = await names(all);
  expect(others).toEqual([]);
  expect(first).toBe('a_b_c');
  expect(second).toMatch(/^a_b_c_[0-9a-f]{8}$/);
  expect((await callOne([all], 'a_b_c')).result).toBe('b_c');
  expect((await callOne([all], second ?? '')).result).toBe('c');
  const again = await all.list(ctx());
  expect(again).toEqual(await all.list(ctx()));
  expect(again[1]).toBe((await all.list(ctx()))[1]);
});

test(
  'only the selected tools are offered, and a selector that fits none is a diagnostic',
  { timeout },
  async () => {
    await using http = await serveHttp(serveTools(toys, { name: 'toys' }).fetch);
    await using server = mcpServer({
      url: http.url,
      name: 't',
      allow: ['a*', 'fail', 'nothing'],
      deny: ['fa*'],
    });
    expect(await names(server)).toEqual(['t_add']);
    expect(server.diagnostics).toMatchObject([
      { stage: 'tool', message: expect.stringContaining('nothing') },
    ]);
  },
);

test('a server that says nothing holds up the others once, for as long as it may', { timeout }, async () => {
  const silent = { command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'] };
  await using all = mcpServers({
    silent: { ...silent, connectTimeoutMs: 300, reconnect: { attempts: 1 } },
    toys: ours('./toy-server.test-util.ts'),
  });
  const record = await callOne([all], 'toys_add', { a: 1, b: 2 });
  expect(record.status).toBe('success');
  expect(all.diagnostics().map(({ server, stage }) => `${server} ${stage}`)).toContain('silent connect');
  await using alone = mcpServer({
    ...silent,
    name: 'alone',
    connectTimeoutMs: 200,
    reconnect: { attempts: 1 },
  });
  await expect(alone.list(ctx())).rejects.toThrow(/"alone"/);
});

test('a server that is slow to start joins in a later turn', { timeout }, async () => {
  const { command, args = [] } = ours('./toy-server.test-util.ts');
  const start = Promise.withResolvers<void>();
  await using http = await serveHttp(async (request) => {
    await start.promise;
    return served.fetch(request);
  });
  const served = serveTools(toys, { name: 'toys' });
  await using all = mcpServers({
    slow: { url: http.url, connectTimeoutMs: 1_000 },
    quick: { command, args },
  });
  const run = ctx();
  // Deadlines of the run and of the try are the same; the try is made again in the background.
  expect((await all.list(run)).map(({ name }) => name)).not.toContain('slow_add');
  start.resolve();
  await until(async () => (await all.list(run)).some(({ name }) => name === 'slow_add'));
});

test(
  'what a server writes besides the protocol is a diagnostic and breaks nothing',
  { timeout },
  async () => {
    const { command, args } = ours('./toy-server.test-util.ts');
    const noise = `console.log('Server started'); console.log(''); console.log('{"half":');`;
    const start = `require('node:child_process').spawn(process.execPath, ${JSON.stringify(args)}, { stdio: 'inherit' })`;
    await using server = mcpServer({ command, args: ['-e', noise + start], name: 'noisy' });
    expect((await callOne([server], 'noisy_add', { a: 1, b: 1 })).result).toEqual({ sum: 2 });
  },
);
