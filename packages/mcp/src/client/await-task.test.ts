import { type AnyTool, defineTool, type RunOptions } from '@pegboard/core';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { ours } from '../commands.test-util.ts';
import { askClient, mcpServer, serveTools, type TaskOptions } from '../index.ts';
import { callOne, serveHttp, until } from '../servers.test-util.ts';
import { jsonIn } from '../raw-client.test-util.ts';
import { toys } from '../toys.test-util.ts';

const timeout = 60_000;
const tasks = { required: ['*'], pollIntervalMs: 20 } satisfies TaskOptions;
const none = z.object({});

const order = defineTool({
  name: 'order',
  description: 'Orders what the user wants',
  input: none,
  output: z.object({ dish: z.string() }),
  execute: async (_, ctx) => {
    ctx.progress('waking the cook');
    const { dish } = await askClient(ctx, {
      dish: { elicit: { message: 'Which dish?', schema: z.object({ name: z.string() }) } },
    });
    ctx.progress({ progress: 1, total: 2 });
    return { dish: dish.action === 'accept' ? dish.content.name : 'none' };
  },
});

/** Waits until it is aborted, or for ever. */
function waiting(): { tool: AnyTool; calls: () => number; aborted: () => number } {
  let [calls, aborted] = [0, 0];
  const tool = defineTool({
    name: 'wait',
    description: 'Waits',
    input: none,
    timeoutMs: false,
    execute: (_, { signal, progress }) => {
      calls += 1;
      progress('waiting');
      return new Promise<string>((resolve) => {
        signal.addEventListener('abort', () => resolve(`stopped ${(aborted += 1)}`));
      });
    },
  });
  return { tool, calls: () => calls, aborted: () => aborted };
}

/** Progress of a task comes with an answer about it, so that there is a task for sure. */
function abortedByProgress(): RunOptions {
  const abort = new AbortController();
  return {
    signal: abort.signal,
    onEvent: ({ type }) => {
      if (type === 'tool-progress') abort.abort();
    },
  };
}

function textOf(init: RequestInit | undefined): string {
  return typeof init?.body === 'string' ? init.body : '';
}

function isPoll(init: RequestInit | undefined): boolean {
  return textOf(init).includes('"tasks/get"');
}

test('a call that has become a task ends in the result of its tool', { timeout }, async () => {
  await using served = serveTools(toys, { name: 'toys', tasks });
  await using http = await serveHttp(served.fetch);
  await using server = mcpServer({ url: http.url });
  expect(await callOne([server], 'add', { a: 2, b: 3 })).toMatchObject({
    status: 'success',
    result: { sum: 5 },
  });
  expect(await callOne([server], 'fail')).toMatchObject({
    status: 'failed',
    error: 'There is no such thing.',
  });
});

test('what a task asks reaches the user, and what it says the run', { timeout }, async () => {
  await using served = serveTools(order, { name: 'shop', tasks });
  await using http = await serveHttp(served.fetch);
  const asked: unknown[] = [];
  await using server = mcpServer({
    url: http.url,
    onElicit: ({ message, callId }) => {
      asked.push([message, typeof callId]);
      return { action: 'accept', content: { name: 'soup' } };
    },
  });
  const said: unknown[] = [];
  const record = await callOne(
    [server],
    'order',
    {},
    {
      onEvent: (event) => {
        if (event.type === 'tool-progress') said.push(event.value);
      },
    },
  );
  expect(record).toMatchObject({ status: 'success', result: { dish: 'soup' } });
  expect(asked).toEqual([['Which dish?', 'string']]);
  expect(said[0]).toEqual({ progress: 1, message: 'waking the cook' });
});

test('a question that nobody answers is declined', { timeout }, async () => {
  await using served = serveTools(order, { name: 'shop', tasks });
  await using http = await serveHttp(served.fetch);
  await using server = mcpServer({ url: http.url });
  expect(await callOne([server], 'order')).toMatchObject({ result: { dish: 'none' } });
});

test.each(['shared', 'run'] as const)(
  'who does not wait any longer cancels the task, though it leaves at once: %s',
  { timeout },
  async (lifetime) => {
    const { tool, aborted } = waiting();
    await using served = serveTools(tool, { name: 'toys', tasks });
    await using http = await serveHttp(served.fetch);
    {
      await using server = mcpServer({ url: http.url, lifetime });
      const { status } = await callOne([server], 'wait', {}, abortedByProgress());
      expect(status).not.toBe('success');
    }
    await until(() => aborted() === 1);
  },
);

test('a task that is lost is a failed call, which is not made again', { timeout }, async () => {
  const { tool, calls } = waiting();
  await using served = serveTools(tool, { name: 'toys', tasks: { ...tasks, pollIntervalMs: 300, ttlMs: 1 } });
  await using http = await serveHttp(served.fetch);
  let polls = 0;
  await using server = mcpServer({
    url: http.url,
    fetch: (input, init) => {
      if (isPoll(init)) polls += 1;
      return fetch(input, init);
    },
  });
  const record = await callOne([server], 'wait');
  expect(record).toMatchObject({ status: 'failed', error: /the task was lost\. There is no such task/ });
  expect([calls(), polls]).toEqual([1, 1]);
});

test('a question that is still on the list when it is answered is not put again', { timeout }, async () => {
  await using served = serveTools(order, { name: 'shop', tasks });
  await using http = await serveHttp(served.fetch);
  let [asked, repeated] = [0, 0];
  let question = '';
  await using server = mcpServer({
    url: http.url,
    onElicit: () => {
      asked += 1;
      return { action: 'accept', content: { name: 'soup' } };
    },
    fetch: async (input, init) => {
      if (isPoll(init) && asked > 0 && repeated++ === 0) {
        const { id } = JSON.parse(textOf(init)) as { id: number };
        return new Response(question.replace(/"id":\d+/, `"id":${id}`), {
          headers: { 'content-type': 'text/event-stream' },
        });
      }
      const response = await fetch(input, init);
      if (!isPoll(init)) return response;
      const text = await response.text();
      if (text.includes('"input_required"')) question = `data: ${JSON.stringify(jsonIn(text))}\n\n`;
      return new Response(text, response);
    },
  });
  expect(await callOne([server], 'order')).toMatchObject({ result: { dish: 'soup' } });
  expect(asked).toBe(1);
  expect(repeated).toBeGreaterThan(1);
});

test('a server that wants another login in the middle is not called again', { timeout }, async () => {
  const { tool, calls, aborted } = waiting();
  await using served = serveTools(tool, {
    name: 'toys',
    tasks,
    authenticate: ({ headers }) =>
      headers.get('mcp-method') === 'tasks/get'
        ? undefined
        : { clientId: headers.get('authorization') ?? '' },
  });
  await using http = await serveHttp(served.fetch);
  await using server = mcpServer({ url: http.url, auth: () => 'token' });
  expect(await callOne([server], 'wait')).toMatchObject({ status: 'failed', error: /the task was lost/ });
  await until(() => aborted() === 1);
  expect(calls()).toBe(1);
});

test('a network that fails for a moment loses no task', { timeout }, async () => {
  await using served = serveTools(toys, { name: 'toys', tasks });
  await using http = await serveHttp(served.fetch);
  let failures = 0;
  await using server = mcpServer({
    url: http.url,
    fetch: async (input, init) => {
      if (isPoll(init) && failures++ < 2) throw new TypeError('fetch failed');
      return fetch(input, init);
    },
  });
  expect(await callOne([server], 'add', { a: 2, b: 3 })).toMatchObject({ result: { sum: 5 } });
  expect(failures).toBeGreaterThan(2);
});

test('over standard input and output, too', { timeout }, async () => {
  await using server = mcpServer({
    ...ours('./toy-tasks.test-util.ts'),
    onElicit: () => ({ action: 'accept', content: { approve: true } }),
  });
  expect(await callOne([server], 'add', { a: 2, b: 3 })).toMatchObject({ result: { sum: 5 } });
  expect(await callOne([server], 'erase', { what: 'notes' })).toMatchObject({ result: 'erased notes' });
  const { status } = await callOne([server], 'wait', {}, abortedByProgress());
  expect(status).not.toBe('success');
  expect(await callOne([server], 'die')).toMatchObject({ status: 'failed', error: /went away/ });
});
