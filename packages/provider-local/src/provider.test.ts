import { expect, test } from 'vitest';
import type { Message, ModelBatch, ModelEvent, ModelRequest, UserPart } from '@pegboard/core/provider';
import { local } from './index.ts';

function user(...content: UserPart[]): Message {
  return { id: 'm1', role: 'user', content };
}

function request(text: string, more: Partial<ModelRequest> = {}): ModelRequest {
  return {
    model: 'echo',
    messages: [user({ type: 'text', text })],
    tools: [],
    builtinTools: [],
    toolChoice: 'auto',
    settings: {},
    deltas: true,
    signal: new AbortController().signal,
    ...more,
  };
}

async function batchesOf(req: ModelRequest, delayMs = 0): Promise<ModelBatch[]> {
  const batches: ModelBatch[] = [];
  for await (const batch of local({ delayMs }).stream(req)) batches.push(batch);
  return batches;
}

async function eventsOf(req: ModelRequest): Promise<ModelEvent[]> {
  return (await batchesOf(req)).flat();
}

function textIn(events: readonly ModelEvent[]): string {
  return events.map((event) => (event.type === 'text' ? event.text : '')).join('');
}

const add = {
  name: 'add',
  description: 'Adds two numbers',
  inputSchema: {
    type: 'object',
    properties: { a: { type: 'number' }, b: { type: 'number' } },
    required: ['a', 'b'],
  },
};

test('echo repeats the latest user text, word by word', async () => {
  const batches = await batchesOf(request('  Hello there,\nfriend  '));
  expect(textIn(batches.flat())).toBe('  Hello there,\nfriend  ');
  expect(batches.map((batch) => batch[0]?.type)).toEqual(['start', 'text', 'text', 'text', 'finish']);
});

test('without deltas there is one batch with the whole part', async () => {
  const batches = await batchesOf(request('Hello there', { deltas: false }));
  expect(batches).toHaveLength(1);
  expect(batches[0]).toMatchObject([
    { type: 'start' },
    { type: 'part', index: 0, part: { type: 'text', text: 'Hello there' } },
    { type: 'finish', finish: { unified: 'stop' } },
  ]);
});

test('echo without any text still answers', async () => {
  expect(textIn(await eventsOf(request('', { messages: [] })))).toBe('(there is no text to repeat)');
  expect(textIn(await eventsOf(request('')))).toBe('(there is no text to repeat)');
});

test('media is said to be ignored, in the text and as a warning', async () => {
  const messages = [
    user({ type: 'text', text: 'Look' }, { type: 'media', mediaType: 'image/png', data: 'AAAA' }),
  ];
  for (const model of ['echo', 'rules']) {
    const events = await eventsOf(request('', { model, messages }));
    expect(textIn(events)).toContain('(I cannot read media, so I ignored image/png.)');
    expect(events).toContainEqual(expect.objectContaining({ type: 'warning', code: 'media-dropped' }));
  }
});

test('settings and builtin tools that mean nothing here are named in warnings', async () => {
  const settings = { temperature: 1, seed: 3 };
  const events = await eventsOf(request('x', { settings, builtinTools: [{ type: 'web_search' }] }));
  expect(events.filter((event) => event.type === 'warning')).toMatchObject([
    { code: 'setting-dropped', message: expect.stringContaining('temperature, seed') },
    { code: 'builtin-tool-dropped', message: expect.stringContaining('web_search') },
  ]);
});

test('usage is estimated, and says so', async () => {
  const finish = (await eventsOf(request('12345678'))).at(-1);
  expect(finish).toMatchObject({
    usage: { inputTokens: 2, outputTokens: 2, totalTokens: 4, raw: { estimated: true } },
  });
  expect(await local().countTokens?.(request('12345678'))).toBe(2);
});

test('maxTokens and stop cut the text', async () => {
  const long = await eventsOf(request('one two three four five', { settings: { maxTokens: 2 } }));
  expect(textIn(long)).toBe('one two ');
  expect(long.at(-1)).toMatchObject({ finish: { unified: 'length' } });
  const stopped = await eventsOf(request('one two three', { settings: { stop: ['', 'three', ' two'] } }));
  expect(textIn(stopped)).toBe('one');
  expect(stopped.at(-1)).toMatchObject({ finish: { unified: 'stop' } });
});

test('an unknown model is a ProviderError that names the known ones', async () => {
  for (const model of ['gpt', 'constructor', '']) {
    await expect(batchesOf(request('x', { model }))).rejects.toMatchObject({
      name: 'ProviderError',
      code: 'not-found',
      provider: 'local',
      retryable: false,
      message: expect.stringMatching(/echo.*rules/),
    });
  }
});

test('a tool choice that names no tool of the request is a ProviderError', async () => {
  const req = request('x', { model: 'rules', tools: [add], toolChoice: { tool: 'sub' } });
  await expect(batchesOf(req)).rejects.toMatchObject({
    code: 'invalid-request',
    message: expect.stringContaining('add'),
  });
});

test('an abort rejects with its reason: before, between words and while it waits', async () => {
  const reason = new Error('enough');
  await expect(batchesOf(request('x', { signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
  for (const delayMs of [0, 60_000]) {
    const controller = new AbortController();
    const batches = local({ delayMs }).stream(request('one two three', { signal: controller.signal }));
    const stream = batches[Symbol.asyncIterator]();
    await stream.next();
    const next = delayMs === 0 ? undefined : stream.next();
    controller.abort(reason);
    await expect(next ?? stream.next()).rejects.toBe(reason);
  }
});

test('the models are known without a network', async () => {
  const provider = local();
  expect(provider.name).toBe('local');
  expect(provider.modelInfo?.('rules')).toMatchObject({
    id: 'rules',
    capabilities: { tools: true },
    price: { input: 0 },
  });
  expect(provider.modelInfo?.('other')).toBeUndefined();
  expect((await provider.listModels?.(new AbortController().signal))?.map(({ id }) => id)).toEqual([
    'echo',
    'rules',
  ]);
});

test('calls are parts with the whole arguments, after deltas of them, under ids that the conversation does not have', async () => {
  const old: Message = {
    id: 'm0',
    role: 'assistant',
    content: [{ type: 'tool-call', callId: 'call_2', name: 'add', input: {}, executor: 'client' }],
  };
  const messages = [old, user({ type: 'text', text: 'add 1 and 2' })];
  const events = await eventsOf(request('', { model: 'rules', messages, tools: [add] }));
  const args = events.map((event) => (event.type === 'tool-call-delta' ? event.argsText : '')).join('');
  expect(JSON.parse(args)).toEqual({ a: 1, b: 2 });
  expect(events.at(-2)).toMatchObject({
    type: 'part',
    part: { callId: 'call_3', name: 'add', args: { a: 1, b: 2 } },
  });
  expect(events.at(-1)).toMatchObject({ finish: { unified: 'tool-calls' } });
});

test('the same request gives the same answer, and is not changed', async () => {
  const req = Object.freeze(request('add 1 and 2', { model: 'rules', tools: [Object.freeze(add)] }));
  expect(await batchesOf(req)).toEqual(await batchesOf(req));
});
