import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { Agent, defineTool, isRunError } from '@pegboard/core';
import { createRegistry, type PluginManifest } from '@pegboard/core/plugin';
import { pluginCases } from '@pegboard/testing';
import * as z from 'zod';
import { plugin, sampleThing } from './index.ts';

type Answer = { readonly status?: number; readonly lines: readonly object[] };

/** A host on this machine that gives these answers, one for each request, and keeps what it was sent. */
async function startHost(answers: readonly Answer[]) {
  const bodies: string[] = [];
  const keys: (string | undefined)[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    bodies.push(await text(request));
    keys.push(request.headers.authorization);
    const { status = 200, lines } = answers[bodies.length - 1] ?? { lines: [] };
    response.writeHead(status, { 'content-type': 'application/x-ndjson' });
    response.end(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    baseURL: `http://127.0.0.1:${port}`,
    sent: (index: number) => JSON.parse(bodies[index] ?? '{}') as Record<string, unknown>,
    keys,
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}

const addition = defineTool({
  name: 'add',
  description: 'Adds two numbers',
  input: z.object({ a: z.number(), b: z.number() }),
  execute: ({ a, b }) => a + b,
});
const model = 'sample-thing-1';
const apiKey = 'a-key-for-tests';
const end = { end: 'done', read: 12, wrote: 3 };

const manifest = (createRequire(import.meta.url)('../package.json') as { pegboard: PluginManifest }).pegboard;

// The contract of plugins: what every host relies on.
for (const { name, run } of pluginCases) {
  void test(name, async (context) => {
    const skipped = await run({
      create: () => plugin,
      config: { apiKey },
      refused: [{ apiKey: '' }],
      manifest,
    });
    if (skipped) context.skip(skipped.skipped);
  });
}

void test('streams text and counts tokens', async () => {
  await using host = await startHost([{ lines: [{ id: 'r1' }, { say: 'Hello, ' }, { say: 'Ada.' }, end] }]);
  const agent = new Agent({ provider: sampleThing({ baseURL: host.baseURL, apiKey }), model });
  const pieces: string[] = [];
  const result = await agent.run('Greet Ada', { onText: (piece) => pieces.push(piece) });
  assert.equal(result.text, 'Hello, Ada.');
  assert.deepEqual(pieces, ['Hello, ', 'Ada.']);
  assert.equal(result.usage.inputTokens, 12);
  assert.deepEqual(host.keys, [`Bearer ${apiKey}`]);
});

void test('calls a tool and sends its result', async () => {
  await using host = await startHost([
    { lines: [{ call: { id: 'c1', tool: 'add', input: { a: 2, b: 3 } } }, { end: 'calls' }] },
    { lines: [{ say: 'Five.' }, end] },
  ]);
  const agent = new Agent({
    provider: sampleThing({ baseURL: host.baseURL, apiKey }),
    model,
    tools: [addition],
  });
  const { text: answer } = await agent.run('2 + 3?');
  assert.equal(answer, 'Five.');
  assert.deepEqual(host.sent(1)['turns'], [
    { who: 'user', text: '2 + 3?' },
    { who: 'assistant', call: { id: 'c1', tool: 'add', input: { a: 2, b: 3 } } },
    { who: 'tool', id: 'c1', text: '5' },
  ]);
});

/** The error of a run that fails. */
async function failure(answer: Answer) {
  await using host = await startHost([answer]);
  const provider = sampleThing({ baseURL: host.baseURL, apiKey });
  const agent = new Agent({ provider, model, modelRetries: false });
  return await agent.run('Hello').then(
    () => assert.fail('the run did not fail'),
    (error: unknown) => (isRunError(error) ? error : assert.fail(String(error))),
  );
}

void test('a refused key is told as such, and is not shown', async () => {
  const error = await failure({ status: 401, lines: [{ error: `the key ${apiKey} is unknown` }] });
  assert.equal(error.code, 'authentication');
  assert.doesNotMatch(error.message, new RegExp(apiKey));
});

void test('an answer that breaks off is no answer', async () => {
  assert.equal((await failure({ lines: [{ say: 'Hel' }] })).code, 'truncated');
});

void test('an error inside an answer fails it', async () => {
  assert.match((await failure({ lines: [{ say: 'Hel' }, { error: 'overheated' }] })).message, /overheated/);
});

void test('as a plugin it reaches its own host, with its key', async () => {
  await using host = await startHost([{ lines: [{ say: 'Hello.' }, end] }]);
  const toHost: typeof fetch = (request, init) => {
    const { pathname } = new URL(request instanceof Request ? request.url : request);
    return fetch(new Request(host.baseURL + pathname, request instanceof Request ? request : init), init);
  };
  await using registry = createRegistry({
    plugins: [{ plugin, config: { apiKey } }],
    brokers: { fetch: toHost, env: () => undefined },
  });
  await registry.ready();
  assert.deepEqual(registry.diagnostics, []);
  const { text: answer } = await registry.agent({ model: `sample-thing/${model}` }).run('Hello');
  assert.equal(answer, 'Hello.');
});
