import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { askClient, mcpServer, type ServeOptions, serveTools } from '../index.ts';
import { serveHttp, until } from '../servers.test-util.ts';
import { toys } from '../toys.test-util.ts';

const timeout = 30_000;
const modes = ['auto', 'legacy'] as const;

const errors: string[] = [];
const options: ServeOptions = {
  name: 'shop',
  onError: ({ message }) => errors.push(message),
  resources: [
    { uri: 'shop://menu', name: 'Menu', description: 'What there is', read: () => 'Soup' },
    { uri: 'shop://logo', name: 'Logo', mimeType: 'image/png', read: () => new Uint8Array([1, 2, 3]) },
    {
      uriTemplate: 'shop://orders/{id}',
      name: 'Order',
      mimeType: 'application/json',
      complete: { id: (value) => ['17', '18', '23'].filter((id) => id.startsWith(value)) },
      read: ({ id = '' }) => (/^\d+$/.test(id) ? JSON.stringify({ id }) : undefined),
    },
    {
      uri: 'shop://broken',
      name: 'Broken',
      read: () => {
        throw new TypeError('the password of the database is tiger');
      },
    },
  ],
  prompts: [
    {
      name: 'greet',
      title: 'A greeting',
      arguments: [
        { name: 'who', required: true, complete: () => Array.from({ length: 150 }, (_, at) => `name ${at}`) },
        { name: 'how' },
      ],
      messages: ({ who, how = 'warmly' }) => [
        { role: 'user', content: `Greet ${who} ${how}.` },
        { role: 'assistant', content: { type: 'text', text: 'Hello!' } },
      ],
    },
    {
      name: 'topic',
      messages: async (_, ctx) => {
        const { about } = await askClient(ctx, {
          about: { elicit: { message: 'What about?', schema: z.object({ topic: z.string() }) } },
        });
        return about.action === 'accept' ? `Write about ${about.content.topic}.` : 'Write.';
      },
    },
  ],
};

async function clientOf(url: string, mode: (typeof modes)[number]): Promise<Client> {
  const capabilities = { elicitation: { form: {} } };
  const client = new Client({ name: 'test', version: '1' }, { capabilities, versionNegotiation: { mode } });
  client.setRequestHandler('elicitation/create', async () => ({
    action: 'accept',
    content: { topic: 'bees' },
  }));
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  return client;
}

test.each(modes)('resources are listed and read: %s', { timeout }, async (mode) => {
  await using http = await serveHttp(serveTools(toys, options).fetch);
  const client = await clientOf(http.url, mode);
  expect((await client.listResources()).resources).toMatchObject([
    { uri: 'shop://menu', name: 'Menu', description: 'What there is' },
    { uri: 'shop://logo', mimeType: 'image/png' },
    { uri: 'shop://broken' },
  ]);
  expect((await client.listResourceTemplates()).resourceTemplates).toMatchObject([
    { uriTemplate: 'shop://orders/{id}', name: 'Order' },
  ]);
  const read = async (uri: string): Promise<unknown> => (await client.readResource({ uri })).contents[0];
  expect(await read('shop://menu')).toMatchObject({ text: 'Soup', mimeType: 'text/plain' });
  expect(await read('shop://logo')).toMatchObject({ blob: 'AQID', mimeType: 'image/png' });
  expect(await read('shop://orders/17')).toMatchObject({ text: '{"id":"17"}' });
  await expect(read('shop://orders/x')).rejects.toMatchObject({ code: -32_602 });
  await expect(read('shop://nothing')).rejects.toMatchObject({ code: -32_602 });
  await expect(read('shop://broken')).rejects.toThrow(/^((?!tiger).)*$/s);
  expect(errors).toContain('the password of the database is tiger');
  await client.close();
});

test.each(modes)('prompts are listed and given, and may ask first: %s', { timeout }, async (mode) => {
  await using http = await serveHttp(serveTools(toys, options).fetch);
  const client = await clientOf(http.url, mode);
  expect((await client.listPrompts()).prompts).toMatchObject([
    { name: 'greet', title: 'A greeting', arguments: [{ name: 'who', required: true }, { name: 'how' }] },
    { name: 'topic' },
  ]);
  const get = async (name: string, args: Record<string, string> = {}): Promise<unknown> =>
    (await client.getPrompt({ name, arguments: args })).messages;
  expect(await get('greet', { who: 'Ada' })).toEqual([
    { role: 'user', content: { type: 'text', text: 'Greet Ada warmly.' } },
    { role: 'assistant', content: { type: 'text', text: 'Hello!' } },
  ]);
  expect(await get('topic')).toMatchObject([{ content: { text: 'Write about bees.' } }]);
  await expect(get('greet')).rejects.toThrow(/needs who/);
  await expect(get('nothing')).rejects.toThrow(/Unknown prompt/);
  await client.close();
});

test('values of arguments are completed, a hundred at most', { timeout }, async () => {
  await using http = await serveHttp(serveTools(toys, options).fetch);
  const client = await clientOf(http.url, 'auto');
  const complete = async (ref: Parameters<Client['complete']>[0]['ref'], name: string, value: string) =>
    (await client.complete({ ref, argument: { name, value } })).completion;
  expect(await complete({ type: 'ref/resource', uri: 'shop://orders/{id}' }, 'id', '1')).toMatchObject({
    values: ['17', '18'],
    hasMore: false,
  });
  const many = await complete({ type: 'ref/prompt', name: 'greet' }, 'who', '');
  expect([many.values.length, many.total, many.hasMore]).toEqual([100, 150, true]);
  expect(await complete({ type: 'ref/prompt', name: 'greet' }, 'how', 'w')).toMatchObject({ values: [] });
  await expect(complete({ type: 'ref/prompt', name: 'nothing' }, 'a', '')).rejects.toThrow(/Unknown prompt/);
  await client.close();
});

test('who watches a resource is told of its changes, and nobody else', { timeout }, async () => {
  const served = serveTools(toys, options);
  await using http = await serveHttp(served.fetch);
  await using server = mcpServer({ url: http.url });
  const told: string[] = [];
  const end = await server.watchResource('shop://menu', () => told.push('menu'));
  await until(() => {
    served.resourceUpdated('shop://logo');
    served.resourceUpdated('shop://menu');
    return told.length > 0;
  });
  expect(new Set(told)).toEqual(new Set(['menu']));
  const old = await clientOf(http.url, 'legacy');
  const heard: string[] = [];
  old.setNotificationHandler('notifications/resources/updated', ({ params }) => {
    heard.push(params.uri);
  });
  await old.subscribeResource({ uri: 'shop://menu' });
  await until(() => {
    served.resourceUpdated('shop://logo');
    served.resourceUpdated('shop://menu');
    return heard.length > 0;
  });
  await old.unsubscribeResource({ uri: 'shop://menu' });
  expect(new Set(heard)).toEqual(new Set(['shop://menu']));
  await end?.();
  await old.close();
});

test(
  'what is offered may depend on who asks; a server without any says that it has none',
  { timeout },
  async () => {
    const mine = serveTools(toys, {
      name: 'shop',
      authenticate: (request) => ({ clientId: request.headers.get('x-user') ?? 'nobody' }),
      resources: ({ auth }) => [
        {
          uri: `shop://${auth?.clientId}`,
          name: 'Mine',
          read: ({ caller }) => `of ${caller.auth?.clientId}`,
        },
      ],
    });
    await using http = await serveHttp(mine.fetch);
    await using ada = mcpServer({ url: http.url, headers: { 'x-user': 'ada' } });
    expect(await ada.listResources()).toMatchObject([{ uri: 'shop://ada' }]);
    expect(await ada.readResource('shop://ada')).toMatchObject([{ text: '<shop://ada>\nof ada' }]);
    await expect(ada.readResource('shop://bob')).rejects.toThrow();
    await using bare = await serveHttp(serveTools(toys, { name: 'toys' }).fetch);
    const client = await clientOf(bare.url, 'auto');
    expect(client.getServerCapabilities()).not.toHaveProperty('resources');
    expect(client.getServerCapabilities()).not.toHaveProperty('prompts');
    await client.close();
  },
);
