import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { Agent } from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reference } from '../commands.test-util.ts';
import { type McpElicitation, mcpServer, type McpCommonOptions, type McpToolset } from '../index.ts';
import { callOne, until } from '../servers.test-util.ts';

const timeout = 60_000;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pegboard-mcp-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const everything = reference('everything', ['stdio']);
const ctx = () => ({
  context: undefined,
  messages: [],
  runId: 'r',
  turn: 1,
  signal: new AbortController().signal,
});

/** The server adds tools for what the client can do, once it knows. */
async function withTool(options: McpCommonOptions, name: string): Promise<McpToolset> {
  const server = mcpServer({ ...everything, ...options });
  await until(async () => (await server.list(ctx())).some((tool) => tool.name === name));
  return server;
}

test(
  'what a server asks its user is asked of the handler, and the answer goes back',
  { timeout },
  async () => {
    const asked: McpElicitation[] = [];
    const onElicit = (elicitation: McpElicitation) => {
      asked.push(elicitation);
      return { action: 'accept', content: { name: 'Ada', check: true } } as const;
    };
    await using server = await withTool({ name: 'all', onElicit }, 'all_trigger-elicitation-request');
    const record = await callOne([server], 'all_trigger-elicitation-request');
    expect(asked).toMatchObject([{ server: 'all', mode: 'form', callId: record.callId }]);
    expect(record.result).toContain('"name": "Ada"');
  },
);

test('without a handler everything is declined, and the call goes on', { timeout }, async () => {
  await using server = await withTool({}, 'trigger-elicitation-request');
  const record = await callOne([server], 'trigger-elicitation-request');
  expect(record.status).toBe('success');
  expect(record.result).toMatch(/declined/i);
});

test('a handler that fails cancels, and is a diagnostic', { timeout }, async () => {
  const onElicit = () => {
    throw new TypeError('no screen');
  };
  await using server = await withTool({ onElicit }, 'trigger-elicitation-request');
  const record = await callOne([server], 'trigger-elicitation-request');
  expect(record.result).toMatch(/cancel/i);
  expect(server.diagnostics).toMatchObject([
    { stage: 'elicitation', message: '`onElicit` failed: no screen' },
  ]);
});

test(
  'a server may ask a model only if it is allowed to, and what that costs is counted in the run',
  { timeout },
  async () => {
    const plain = mcpServer(everything);
    await until(async () => (await plain.list(ctx())).some(({ name }) => name === 'get-sum'));
    expect((await plain.list(ctx())).map(({ name }) => name)).not.toContain('trigger-sampling-request');
    await plain[Symbol.asyncDispose]();

    const questions: unknown[] = [];
    let allow = true;
    const approve = (request: unknown) => {
      questions.push(request);
      return allow;
    };
    const usage = { inputTokens: 30, outputTokens: 4, totalTokens: 34 };
    const sampling = { provider: scriptedProvider([{ text: 'a bee', usage }]), model: 'any', approve };
    await using server = await withTool({ sampling }, 'trigger-sampling-request');
    const call = {
      calls: [{ name: 'trigger-sampling-request', args: { prompt: 'What buzzes?', maxTokens: 9 } }],
    };
    const run = () => {
      const provider = scriptedProvider([
        { ...call, usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 } },
        'done',
      ]);
      return new Agent({ provider, model: 'any', tools: [server] }).run('Go');
    };
    const { calls, usage: spent } = await run();
    expect(calls.all[0]?.result).toContain('a bee');
    expect(questions).toMatchObject([{ server: 'node', maxTokens: 9, messages: [{ role: 'user' }] }]);
    expect(spent.totalTokens).toBeGreaterThanOrEqual(36);
    allow = false;
    const refused = await run();
    expect(refused.calls.all[0]).toMatchObject({ status: 'failed' });
    expect(refused.calls.all[0]?.error).toContain('does not want it');
  },
);

test('a server is told its roots', { timeout }, async () => {
  await using server = await withTool({ roots: [folder] }, 'get-roots-list');
  const record = await callOne([server], 'get-roots-list');
  expect(record.result).toContain(`file://${folder}`);
});

test('resources are listed, read and watched', { timeout }, async () => {
  await using server = mcpServer(everything);
  const [first] = await server.listResources();
  expect(first?.uri).toMatch(/^demo:/);
  expect(await server.listResourceTemplates()).not.toHaveLength(0);
  const uri = 'demo://resource/dynamic/text/7';
  expect(await server.readResource(uri)).toMatchObject([
    { type: 'text', text: expect.stringContaining(uri) },
  ]);
  const blob = await server.readResource('demo://resource/dynamic/blob/7');
  expect(blob).toMatchObject([{ type: 'media', data: expect.any(String), filename: '7' }]);
  const changed: string[] = [];
  const stop = await server.watchResource(uri, (what) => changed.push(what));
  await callOne([server], 'toggle-subscriber-updates');
  await until(() => changed.length > 0);
  expect(changed[0]).toBe(uri);
  await stop();
});

test('resources can be offered to the model as tools', { timeout }, async () => {
  await using server = mcpServer({ ...everything, name: 'all', resourcesAsTools: true });
  const list = await callOne([server], 'all_list_resources');
  expect(list).toMatchObject({ status: 'success', trust: 'untrusted' });
  const read = await callOne([server], 'all_read_resource', { uri: 'demo://resource/dynamic/text/1' });
  expect(read.result).toContain('demo://resource/dynamic/text/1');
  const missing = await callOne([server], 'all_read_resource', { uri: 'demo://nothing' });
  expect(missing.status).toBe('failed');
});

test('prompts are messages for a run, marked as untrusted', { timeout }, async () => {
  await using server = mcpServer(everything);
  const prompts = await server.listPrompts();
  expect(prompts.map(({ name }) => name)).toContain('args-prompt');
  const messages = await server.getPrompt('args-prompt', { city: 'Oslo' });
  expect(messages).toMatchObject([{ role: 'user', trust: 'untrusted', content: [{ type: 'text' }] }]);
  const provider = scriptedProvider(['cold']);
  const { text } = await new Agent({ provider, model: 'any' }).run(messages);
  expect(text).toBe('cold');
  await expect(server.getPrompt('no-such-prompt')).rejects.toThrow();
});

test('arguments of prompts can be completed', { timeout }, async () => {
  await using server = mcpServer(everything);
  const { values } = await server.complete({
    ref: { type: 'ref/prompt', name: 'completable-prompt' },
    argument: { name: 'department', value: 'E' },
  });
  expect(values).toContain('Engineering');
});

test.each(['streamableHttp', 'sse'])('the reference server over %s', { timeout }, async (kind) => {
  const port = await freePort();
  const { command, args = [] } = reference('everything', [kind]);
  const child = spawn(command, args, { env: { ...process.env, PORT: String(port) }, stdio: 'ignore' });
  try {
    const path = kind === 'sse' ? 'sse' : 'mcp';
    await using server = mcpServer({
      url: `http://127.0.0.1:${port}/${path}`,
      name: 'web',
      reconnect: { attempts: 60, delayMs: 50, maxDelayMs: 200 },
    });
    const record = await callOne([server], 'web_get-sum', { a: 2, b: 3 });
    expect(record.result).toBe('The sum of 2 and 3 is 5.');
  } finally {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port has the address of one.
  const { port } = server.address() as AddressInfo;
  const closed = once(server, 'close');
  server.close();
  await closed;
  return port;
}
