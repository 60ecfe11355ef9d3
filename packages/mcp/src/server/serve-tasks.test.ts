import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { type AnyTool, defineTool, type JsonObject, ToolFailure } from '@pegboard/core';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { ours } from '../commands.test-util.ts';
import { askClient, serveTools, type TaskOptions } from '../index.ts';
import { metaOf, rawClient, taskCapabilities } from '../raw-client.test-util.ts';
import { serveHttp, until } from '../servers.test-util.ts';
import { toys } from '../toys.test-util.ts';

const timeout = 30_000;
const none = z.object({});
const soon = { afterMs: 20, pollIntervalMs: 20 } satisfies TaskOptions;
const missing = { code: -32_021 };
const unknown = { code: -32_602 };
const hasEnded = ({ status }: JsonObject): boolean => status !== 'working';
const isAsking = ({ status }: JsonObject): boolean => status === 'input_required';
const textOf = ({ result }: JsonObject): string => JSON.stringify(result);

/** A tool that goes on when it is told to. */
function gated() {
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  let aborted = 0;
  const tool = defineTool({
    name: 'long',
    description: 'Takes its time',
    input: none,
    output: z.object({ sum: z.number() }),
    timeoutMs: false,
    execute: async (_, { signal, progress }) => {
      signal.addEventListener('abort', () => (aborted += 1));
      progress('half way');
      await gate;
      return { sum: 5 };
    },
  });
  return { tool, open, aborted: () => aborted };
}

function failing(name: string): AnyTool {
  return defineTool({
    name,
    description: 'Fails',
    input: none,
    execute: () => {
      throw new ToolFailure('It is broken.');
    },
  });
}

/** Counts to three in questions; each has to be answered with its number. */
const count = defineTool({
  name: 'count',
  description: 'Counts with the user',
  input: none,
  execute: async (_, ctx) => {
    const said: number[] = [];
    for (const number of [1, 2]) {
      const { next, unit } = await askClient(ctx, {
        next: {
          elicit: { message: `${number}?`, schema: z.object({ number: z.number().min(number).max(number) }) },
        },
        unit: { elicit: { message: 'Of what?', schema: z.object({ unit: z.string() }) } },
      });
      if (next.action === 'accept' && unit.action === 'accept') said.push(next.content.number);
    }
    return said.join(', ');
  },
});

const accept = (content: JsonObject): JsonObject => ({ action: 'accept', content });

test('a call that takes long becomes a task, and ends in the result of its tool', { timeout }, async () => {
  const { tool, open } = gated();
  await using served = serveTools(tool, { name: 'toys', tasks: soon });
  await using http = await serveHttp(served.fetch);
  const client = rawClient(http.url);
  const { capabilities } = await client.request('server/discover');
  expect(capabilities).toMatchObject({ extensions: { 'io.modelcontextprotocol/tasks': {} } });
  const created = await client.call('long');
  const date = expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as unknown;
  const facts = { taskId: expect.any(String) as unknown, createdAt: date, lastUpdatedAt: date };
  expect(created).toEqual({
    ...facts,
    _meta: expect.anything() as unknown,
    resultType: 'task',
    status: 'working',
    ttlMs: expect.any(Number) as unknown,
    pollIntervalMs: 20,
  });
  expect(created['ttlMs']).toBeGreaterThanOrEqual(900_000);
  const { taskId = '' } = created;
  expect(await client.request('tasks/get', { taskId })).toMatchObject({ taskId, status: 'working' });
  open();
  const ended = await client.poll(created, hasEnded);
  expect(ended).toMatchObject({
    resultType: 'complete',
    status: 'completed',
    result: { structuredContent: { sum: 5 }, content: [{ type: 'text', text: '{"sum":5}' }] },
  });
  expect(await client.request('tasks/cancel', { taskId })).toMatchObject({ resultType: 'complete' });
  expect(await client.request('tasks/get', { taskId })).toEqual(ended);
});

test('a call that takes no time is answered as ever', { timeout }, async () => {
  await using http = await serveHttp(serveTools(toys, { name: 'toys', tasks: {} }).fetch);
  expect(await rawClient(http.url).call('add', { a: 2, b: 3 })).toMatchObject({
    resultType: 'complete',
    structuredContent: { sum: 5 },
  });
});

test('progress of a task is what it says of itself', { timeout }, async () => {
  const { tool, open } = gated();
  await using served = serveTools(tool, { name: 'toys', tasks: { required: ['l*'] } });
  await using http = await serveHttp(served.fetch);
  const client = rawClient(http.url);
  const task = await client.call('long');
  await client.poll(task, ({ statusMessage }) => statusMessage === 'half way');
  open();
  await client.poll(task, hasEnded);
});

test('a failure is a result, and what breaks the run an error', { timeout }, async () => {
  const broken = { name: 'broken', run: () => Promise.reject(new TypeError('No store')) };
  const tasks = { required: ['fails'] };
  await using served = serveTools(failing('fails'), { name: 'toys', tasks });
  await using http = await serveHttp(served.fetch);
  const client = rawClient(http.url);
  expect(await client.poll(await client.call('fails'), hasEnded)).toMatchObject({
    status: 'completed',
    result: { isError: true, content: [{ text: 'It is broken.' }] },
  });
  await using other = await serveHttp(
    serveTools(failing('fails'), { name: 'toys', tasks, hooks: [broken] }).fetch,
  );
  const unlucky = rawClient(other.url);
  const failed = await unlucky.poll(await unlucky.call('fails'), hasEnded);
  expect(failed).toMatchObject({ status: 'failed', error: { code: -32_603 } });
  expect(failed['result']).toBeUndefined();
});

test('a client that knows no tasks gets its answers as ever', { timeout }, async () => {
  const { tool, open } = gated();
  await using served = serveTools([tool, failing('fails')], {
    name: 'toys',
    tasks: { afterMs: 5, required: ['fails'] },
  });
  await using http = await serveHttp(served.fetch);
  const plain = rawClient(http.url, {});
  const waiting = plain.call('long');
  const { taskId = '' } = await rawClient(http.url).call('long');
  for (const method of ['tasks/get', 'tasks/update', 'tasks/cancel'])
    await expect(plain.request(method, { taskId, inputResponses: {} })).rejects.toMatchObject(missing);
  open();
  expect(await waiting).toMatchObject({ resultType: 'complete', structuredContent: { sum: 5 } });
  await expect(plain.call('fails')).rejects.toMatchObject({
    ...missing,
    data: { requiredCapabilities: { extensions: { 'io.modelcontextprotocol/tasks': {} } } },
  });
  const old = new Client(
    { name: 'old', version: '1' },
    { capabilities: taskCapabilities, versionNegotiation: { mode: 'legacy' } },
  );
  await old.connect(new StreamableHTTPClientTransport(new URL(http.url)));
  expect(old.getServerCapabilities()?.extensions).toBeUndefined();
  expect(await old.callTool({ name: 'long', arguments: {} })).toMatchObject({
    structuredContent: { sum: 5 },
  });
  await expect(old.callTool({ name: 'fails', arguments: {} })).rejects.toMatchObject(missing);
  await old.close();
});

test('without the option there are no tasks', { timeout }, async () => {
  await using http = await serveHttp(serveTools(toys, { name: 'toys' }).fetch);
  const client = rawClient(http.url);
  expect(await client.request('server/discover')).not.toHaveProperty('capabilities.extensions');
  await expect(client.request('tasks/get', { taskId: 'x' })).rejects.toMatchObject({ code: -32_601 });
});

test('a task that is cancelled is aborted', { timeout }, async () => {
  const { tool, aborted } = gated();
  await using served = serveTools(tool, { name: 'toys', tasks: soon });
  await using http = await serveHttp(served.fetch);
  const client = rawClient(http.url);
  const { taskId = '' } = await client.call('long');
  const acknowledged = await client.request('tasks/cancel', { taskId });
  expect(Object.keys(acknowledged).toSorted()).toEqual(['_meta', 'resultType']);
  expect(aborted()).toBe(1);
  expect(await client.request('tasks/get', { taskId })).toMatchObject({ status: 'cancelled' });
  await client.request('tasks/cancel', { taskId });
});

test('a task belongs to its caller', { timeout }, async () => {
  const { tool, aborted } = gated();
  await using served = serveTools([tool, count], {
    name: 'toys',
    tasks: { ...soon, required: ['count'] },
    authenticate: (request) => {
      const clientId = request.headers.get('authorization');
      return clientId === null ? undefined : { clientId };
    },
  });
  await using http = await serveHttp(served.fetch);
  const ann = rawClient(http.url, taskCapabilities, { authorization: 'ann' });
  const bob = rawClient(http.url, taskCapabilities, { authorization: 'bob' });
  const long = await ann.call('long');
  const asking = await ann.poll(await ann.call('count'), isAsking);
  const inputResponses = { '1.next': accept({ number: 1 }), '1.unit': accept({ unit: 'bees' }) };
  for (const { taskId = '' } of [long, asking, { taskId: 'guessed' }])
    for (const method of ['tasks/get', 'tasks/update', 'tasks/cancel'])
      await expect(bob.request(method, { taskId, inputResponses })).rejects.toMatchObject(unknown);
  expect(aborted()).toBe(0);
  const { taskId = '' } = asking;
  const { status, inputRequests = {} } = await ann.request('tasks/get', { taskId });
  expect([status, inputRequests]).toEqual(['input_required', asking['inputRequests']]);
});

test('a task that has ended is forgotten in time', { timeout }, async () => {
  const ttlMs = 200;
  await using served = serveTools(toys, { name: 'toys', tasks: { required: ['add'], ttlMs } });
  await using http = await serveHttp(served.fetch);
  const client = rawClient(http.url);
  const task = await client.call('add', { a: 1, b: 2 });
  await expect(client.poll(task, () => false)).rejects.toMatchObject(unknown);
  expect(Date.now()).toBeGreaterThanOrEqual(
    Date.parse(JSON.stringify(task['createdAt']).slice(1, -1)) + ttlMs,
  );
});

test('a task is kept as long as somebody asks about it, and aborted then', { timeout }, async () => {
  const [left, watched] = [gated(), gated()];
  await using short = serveTools(left.tool, { name: 'toys', tasks: { ...soon, ttlMs: 50 } });
  await using long = serveTools(watched.tool, { name: 'toys', tasks: soon });
  await using http = await serveHttp(short.fetch);
  await using other = await serveHttp(long.fetch);
  const { taskId = '' } = await rawClient(http.url).call('long');
  await until(() => left.aborted() === 1);
  await expect(rawClient(http.url).request('tasks/get', { taskId })).rejects.toMatchObject(unknown);
  const client = rawClient(other.url);
  const task = await client.call('long');
  await client.poll(task, ({ ttlMs }) => Number(ttlMs) > Number(task['ttlMs']));
  expect(watched.aborted()).toBe(0);
});

test('what a task asks is answered at once, in parts, and again', { timeout }, async () => {
  await using served = serveTools(count, { name: 'toys', tasks: { required: ['count'] } });
  await using http = await serveHttp(served.fetch);
  const client = rawClient(http.url);
  const task = await client.call('count');
  const { taskId = '' } = task;
  const open = async (): Promise<readonly string[]> =>
    Object.keys((await client.poll(task, isAsking))['inputRequests'] ?? {});
  const answer = (inputResponses: JsonObject) => client.request('tasks/update', { taskId, inputResponses });
  expect(await open()).toEqual(['1.next', '1.unit']);
  expect(await answer({ '1.unit': accept({ unit: 'bees' }), other: accept({}) })).toMatchObject({
    resultType: 'complete',
  });
  expect(await open()).toEqual(['1.next']);
  // It does not fit, and is asked for under a name of its own.
  await answer({ '1.next': accept({ number: 7 }) });
  await until(async () => (await open()).includes('2.next'));
  expect(await open()).toEqual(['2.next']);
  await answer({ '1.next': accept({ number: 1 }), '2.next': accept({ number: 1 }) });
  await until(async () => (await open()).includes('3.next'));
  await answer({ '3.next': accept({ number: 2 }), '3.unit': accept({ unit: 'bees' }) });
  expect(await client.poll(task, hasEnded)).toMatchObject({ result: { content: [{ text: '1, 2' }] } });
  await expect(client.request('tasks/update', { taskId })).rejects.toMatchObject(unknown);
});

test('a person approves a task; who cannot ask one is told so', { timeout }, async () => {
  await using served = serveTools(toys, { name: 'toys', tasks: { required: ['erase'] } });
  await using http = await serveHttp(served.fetch);
  const client = rawClient(http.url);
  const task = await client.poll(await client.call('erase', { what: 'notes' }), isAsking);
  const [[name, request] = ['', {}]] = Object.entries(task['inputRequests'] ?? {});
  expect(request).toMatchObject({ method: 'elicitation/create', params: { message: /notes/ } });
  const { taskId = '' } = task;
  await client.request('tasks/update', { taskId, inputResponses: { [name]: accept({ approve: true }) } });
  expect(textOf(await client.poll(task, hasEnded))).toContain('erased notes');
  const mute = rawClient(http.url, { extensions: taskCapabilities.extensions });
  const refused = await mute.poll(await mute.call('erase', { what: 'notes' }), hasEnded);
  expect(refused).toMatchObject({ status: 'completed', result: { isError: true } });
  expect(textOf(refused)).toContain('the client cannot ask one');
});

test('what is asked before a call has become a task is asked as ever', { timeout }, async () => {
  const { tool, open } = gated();
  const asking = defineTool({
    name: 'ask_first',
    description: 'Asks, and takes long',
    input: none,
    execute: async (_, ctx) => {
      const { who } = await askClient(ctx, {
        who: { elicit: { message: 'Who?', schema: z.object({ name: z.string() }) } },
      });
      await ctx.call('long', {});
      return who.action === 'accept' ? who.content.name : '';
    },
  });
  await using served = serveTools([tool, asking], { name: 'toys', tasks: { afterMs: 2_500 } });
  await using http = await serveHttp(served.fetch);
  const client = rawClient(http.url);
  const { requestState = '', ...first } = await client.call('ask_first');
  expect(first).toMatchObject({ resultType: 'input_required', inputRequests: { who: {} } });
  const inputResponses = { who: accept({ name: 'Ann' }) };
  const task = await client.call('ask_first', {}, { requestState, inputResponses });
  expect(task).toMatchObject({ resultType: 'task' });
  expect(task).not.toHaveProperty('requestState');
  open();
  expect(textOf(await client.poll(task, hasEnded))).toContain('Ann');
});

test('there are so many tasks and no more', { timeout }, async () => {
  const { tool, open } = gated();
  await using served = serveTools([tool, ...toys], {
    name: 'toys',
    tasks: { ...soon, required: ['add'], most: 3, mostPerCaller: 1 },
    authenticate: (request) => ({ clientId: request.headers.get('authorization') ?? '' }),
  });
  await using http = await serveHttp(served.fetch);
  const ann = rawClient(http.url, taskCapabilities, { authorization: 'ann' });
  const bob = rawClient(http.url, taskCapabilities, { authorization: 'bob' });
  const task = await ann.call('long');
  await expect(ann.call('add', { a: 1, b: 1 })).rejects.toMatchObject({ code: -32_603 });
  const plain = ann.call('long');
  const add = () => bob.call('add', { a: 1, b: 1 });
  const first = await add();
  await until(async () => (await add().catch(() => undefined)) !== undefined);
  await expect(add()).rejects.toMatchObject({ message: /too many tasks/ });
  // One whose end is known makes room.
  await bob.poll(first, hasEnded);
  await add();
  await expect(bob.poll(first, () => true)).rejects.toMatchObject(unknown);
  open();
  expect(await plain).toMatchObject({ resultType: 'complete', structuredContent: { sum: 5 } });
  await ann.poll(task, hasEnded);
});

test('the end of the server ends its tasks', { timeout }, async () => {
  const { tool, aborted } = gated();
  const served = serveTools(tool, { name: 'toys', tasks: soon });
  await using http = await serveHttp(served.fetch);
  await rawClient(http.url).call('long');
  await served.close();
  expect(aborted()).toBe(1);
});

test('over standard input and output, tasks end with the connection', { timeout }, async () => {
  const { command, args = [] } = ours('./toy-tasks.test-util.ts');
  const child = spawn(command, [...args], { stdio: 'pipe' });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const request = async (method: string, params: JsonObject): Promise<unknown> => {
    const body = { jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: metaOf(taskCapabilities) } };
    child.stdin.write(`${JSON.stringify(body)}\n`);
    return JSON.parse((await lines.next()).value as string);
  };
  expect(await request('tools/call', { name: 'add', arguments: { a: 1, b: 2 } })).toMatchObject({
    result: { resultType: 'task', status: 'working' },
  });
  expect(await request('tasks/get', { taskId: 'guessed' })).toMatchObject({ error: unknown });
  expect(await request('tools/call', { name: 'wait', arguments: {} })).toMatchObject({
    result: { resultType: 'task' },
  });
  const said = text(child.stderr);
  child.stdin.end();
  expect(await said).toBe('cancelled\n');
});
