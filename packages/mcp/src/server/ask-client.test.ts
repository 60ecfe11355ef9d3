import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Agent, type AnyTool, defineTool } from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { askClient, type McpElicit, mcpServer, serveTools } from '../index.ts';
import { callAll, callOne, serveHttp } from '../servers.test-util.ts';

const timeout = 30_000;
const modes = ['auto', 'legacy'] as const;

const order = defineTool({
  name: 'order',
  description: 'Orders what the user wants',
  input: z.object({ shop: z.string() }),
  execute: async ({ shop }, ctx) => {
    const { what } = await askClient(ctx, {
      what: {
        elicit: {
          message: `What from ${shop}?`,
          schema: z.object({ dish: z.string(), count: z.int().min(1) }),
        },
      },
    });
    if (what.action !== 'accept') return `nothing: ${what.action}`;
    const { dish, count } = what.content;
    const { sure } = await askClient(ctx, {
      sure: { elicit: { message: `${count} ${dish}?`, schema: z.object({ yes: z.boolean() }) } },
    });
    return sure.action === 'accept' && sure.content.yes ? `${count} ${dish}` : 'nothing';
  },
});

const ask = defineTool({
  name: 'ask',
  description: 'Asks for everything at once',
  input: z.object({}),
  execute: async (_, ctx) => {
    const { answer, folders } = await askClient(ctx, {
      answer: {
        sample: {
          messages: [{ role: 'user', content: { type: 'text', text: 'Six by nine?' } }],
          maxTokens: 10,
        },
      },
      folders: { roots: true },
    });
    return { said: answer.content, folders: folders.map(({ uri }) => uri) };
  },
});

/** The protocol's own client, whose user answers so. */
async function clientOf(url: string, mode: (typeof modes)[number], answers: object[]): Promise<Client> {
  const capabilities = answers.length > 0 ? { elicitation: { form: {} } } : {};
  const client = new Client({ name: 'test', version: '1' }, { capabilities, versionNegotiation: { mode } });
  if (answers.length > 0)
    client.setRequestHandler('elicitation/create', async () => {
      const next = answers.shift();
      return next ? { action: 'accept', content: { ...next } } : { action: 'decline' };
    });
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  return client;
}

const called = (client: Client) => client.callTool({ name: 'order', arguments: { shop: 'Luigi' } });

test.each(modes)('a tool asks the user, once and again, and goes on: %s', { timeout }, async (mode) => {
  await using http = await serveHttp(serveTools(order, { name: 'shop' }).fetch);
  const answered = await clientOf(http.url, mode, [{ dish: 'pizza', count: 2 }, { yes: true }]);
  expect(await called(answered)).toMatchObject({ content: [{ type: 'text', text: '2 pizza' }] });
  // Everything that is left is declined.
  expect(await called(answered)).toMatchObject({ content: [{ text: 'nothing: decline' }] });
  await answered.close();
});

test('an answer that does not fit is asked for again', { timeout }, async () => {
  await using http = await serveHttp(serveTools(order, { name: 'shop' }).fetch);
  const client = await clientOf(http.url, 'auto', [{}]);
  const call = (more: object = {}) =>
    client.callTool(
      { name: 'order', arguments: { shop: 'Luigi' }, ...more },
      { allowInputRequired: true },
    ) as unknown as Promise<{ inputRequests: object; requestState: string }>;
  const answer = (state: string, what: object) =>
    call({ requestState: state, inputResponses: { what: { action: 'accept', content: what } } });
  const first = await call();
  expect(first.inputRequests).toMatchObject({
    what: {
      method: 'elicitation/create',
      params: { message: 'What from Luigi?', requestedSchema: { required: ['dish', 'count'] } },
    },
  });
  const second = await answer(first.requestState, { dish: 'pizza', count: 'two' });
  expect(Object.keys(second.inputRequests)).toEqual(['what']);
  const third = await answer(second.requestState, { dish: 'pizza', count: 2 });
  expect(third.inputRequests).toMatchObject({ sure: { params: { message: '2 pizza?' } } });
  await expect(answer(second.requestState, { dish: 'pizza', count: 2 })).rejects.toThrow(/requestState/);
  await client.close();
});

test.each(modes)('who cannot be asked is told so: %s', { timeout }, async (mode) => {
  await using http = await serveHttp(serveTools([order, ask], { name: 'shop' }).fetch);
  const client = await clientOf(http.url, mode, []);
  if (mode === 'auto') await expect(called(client)).rejects.toThrow(/do not declare/);
  else expect(JSON.stringify(await called(client))).toContain('cannot ask its user');
  const asked = client.callTool({ name: 'ask', arguments: {} });
  if (mode === 'auto') await expect(asked).rejects.toThrow(/do not declare/);
  else expect(JSON.stringify(await asked)).toContain('cannot ask a model');
  await client.close();
});

test("our client's model, folders and user answer, also two calls at once", { timeout }, async () => {
  await using http = await serveHttp(serveTools([order, ask], { name: 'shop' }).fetch);
  const onElicit: McpElicit = (elicitation) => ({
    action: 'accept',
    content:
      elicitation.mode === 'form' && elicitation.message.startsWith('What')
        ? { dish: elicitation.message.slice(10, -1), count: 1 }
        : { yes: true },
  });
  await using server = mcpServer({
    url: http.url,
    onElicit,
    sampling: { provider: scriptedProvider(['54']), model: 'any', approve: () => true },
    roots: ['/srv/menu'],
  });
  expect((await callOne([server], 'ask')).result).toEqual({
    said: { type: 'text', text: '54' },
    folders: ['file:///srv/menu'],
  });
  const calls = await callAll(
    [server],
    [
      ['order', { shop: 'Aino' }],
      ['order', { shop: 'Bo' }],
    ],
  );
  expect(calls.map(({ result }) => result)).toEqual(['1 Aino', '1 Bo']);
});

test('a tool is told beforehand what its client can be asked', { timeout }, async () => {
  const can: AnyTool = defineTool({
    name: 'can',
    description: 'Tells what can be asked',
    input: z.object({}),
    execute: (_, { context }) => JSON.stringify(context),
  });
  await using http = await serveHttp(serveTools(can, { name: 'can', context: (caller) => caller.can }).fetch);
  for (const mode of modes) {
    const client = await clientOf(http.url, mode, [{}]);
    expect(await client.callTool({ name: 'can', arguments: {} })).toMatchObject({
      content: [{ text: '{"elicit":true,"sample":false,"roots":false}' }],
    });
    await client.close();
  }
});

test('in an agent of ours such a tool lets the run pause', async () => {
  const provider = scriptedProvider([{ calls: [{ name: 'order', args: { shop: 'Luigi' } }] }, 'Done.']);
  const agent = new Agent({ provider, model: 'any', tools: [order] });
  const { status, pending, state } = await agent.run('Go');
  expect([status, pending[0]?.kind]).toEqual(['paused', 'resume']);
  const answer = (key: string, content: object) => ({
    resumed: { [pending[0]?.callId ?? '']: { [key]: { action: 'accept', content: { ...content } } } },
  });
  const next = await agent.resume(state, answer('what', { dish: 'soup', count: 1 }));
  const end = await agent.resume(next.state, answer('sure', { yes: true }));
  expect(end.calls.last('order')?.result).toBe('1 soup');
});
