import { describe, expect, it } from 'vitest';
import { Agent, defineTool, image, userMessage } from '@pegboard/core';
import {
  type Codec,
  createWireProvider,
  type HttpResponse,
  isJsonObject,
  type JsonValue,
  type MediaPart,
  type ModelEvent,
  type ModelInfo,
  type ModelRequest,
  type Provider,
  type ToolSpec,
  type Transport,
  type WireAnswer,
  type WireCall,
} from '@pegboard/core/provider';

/** The smallest wire format there can be: a request is JSON of its parts, an answer is a list of our own events and `done`. */
const codec: Codec = {
  framing: 'ndjson',
  fetches: ({ url = '' }) => url.startsWith('https://api.example/'),
  render: ({ model, messages, tools, toolChoice }) => ({
    path: '/say',
    body: JSON.stringify({ model, messages, tools, toolChoice }),
    warnings: [],
  }),
  createReader() {
    let closed = false;
    return {
      read(frame, out) {
        if (frame === 'done') closed = true;
        // Frames of these tests are events.
        else out.push(frame as unknown as ModelEvent);
      },
      finish: (out) => out.push({ type: 'finish', finish: { unified: 'stop' }, usage: {} }),
      get complete() {
        return closed;
      },
      get closed() {
        return closed;
      },
    };
  },
  readAnswer: () => [],
  toError: () => {
    throw new Error('not reached');
  },
};

const models: readonly ModelInfo[] = [
  { id: 'blind', capabilities: { vision: false, tools: false }, maxOutputTokens: 100 },
  { id: 'seeing', capabilities: { vision: true, tools: true } },
];

function setup(frames: (call: WireCall) => AsyncIterable<JsonValue>): {
  provider: Provider;
  sent: { messages: readonly { content: readonly MediaPart[] }[]; tools: readonly ToolSpec[] }[];
} {
  const sent: never[] = [];
  const transport: Transport = async (call) => {
    sent.push(JSON.parse(call.body) as never);
    return { frames: frames(call), url: 'http://127.0.0.1', secrets: [] };
  };
  const provider = createWireProvider({
    name: 'tiny',
    codec,
    transport,
    modelInfo: (model) => models.find(({ id }) => id === model),
    knownModels: () => models,
  });
  return { provider, sent };
}

async function* say(...frames: JsonValue[]): AsyncGenerator<JsonValue> {
  for (const frame of frames) yield frame;
}
function response(status: number, body: string, type: string): HttpResponse {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode(body);
  }
  return { status, headers: { 'content-type': type }, body: bytes(), text: async () => body };
}

const hello = { type: 'text', index: 0, text: 'Hello' };

function request(change: Partial<ModelRequest> = {}): ModelRequest {
  const signal = new AbortController().signal;
  const base = { messages: [userMessage('Hi')], tools: [], builtinTools: [], settings: {} };
  return { model: 'any', toolChoice: 'auto', deltas: true, signal, ...base, ...change };
}

async function collect(provider: Provider, asked: ModelRequest): Promise<ModelEvent[]> {
  const events: ModelEvent[] = [];
  for await (const batch of provider.stream(asked)) events.push(...batch);
  return events;
}

describe('a provider out of a codec and a transport', () => {
  it('reads frames that somebody else has parsed, up to the closing one', async () => {
    const { provider } = setup(() => say(hello, 'done', hello));
    const events = await collect(provider, request());
    expect(events.map(({ type }) => type)).toEqual(['text', 'finish']);
  });

  it('is truncated when they end early, and ends at an abort that they do not heed', async () => {
    const early = setup(() => say(hello)).provider;
    await expect(collect(early, request())).rejects.toMatchObject({ code: 'truncated', retryable: true });

    const controller = new AbortController();
    const hanging = setup(async function* () {
      yield hello;
      controller.abort(new Error('enough'));
      await new Promise(() => undefined);
    }).provider;
    await expect(collect(hanging, request({ signal: controller.signal }))).rejects.toThrow('enough');
  });

  it('refuses what its table says that the model cannot do, before anything is sent', async () => {
    const { provider, sent } = setup(() => say(hello, 'done'));
    const messages = [userMessage([image('https://api.example/a.png')])];
    const failure = collect(provider, request({ model: 'blind', messages }));
    await expect(failure).rejects.toMatchObject({ name: 'ConfigError' });
    await expect(failure).rejects.toThrow(/blind reads no images.*Use seeing of tiny/s);
    const settings = { maxTokens: 200 };
    await expect(collect(provider, request({ model: 'blind', settings }))).rejects.toThrow(
      'at most 100 tokens',
    );
    expect(sent).toHaveLength(0);
    for (const model of ['seeing', 'unheard-of'])
      expect(await collect(provider, request({ model, messages }))).toHaveLength(2);
  });

  it('lets an agent describe its tools in words to a model that has none', async () => {
    const { provider, sent } = setup(() => say(hello, 'done'));
    const clock = defineTool({
      name: 'clock',
      description: 'The time',
      input: { type: 'object' },
      execute: () => 'noon',
    });
    expect((await new Agent({ provider, model: 'blind', tools: [clock] }).run('Hi')).text).toBe('Hello');
    expect(sent[0]?.tools).toEqual([]);
    const native = new Agent({ provider, model: 'blind', tools: [clock], toolProtocol: 'native' });
    await expect(native.run('Hi')).rejects.toThrow('calls no tools');
  });
});

describe('a fault of the codec', () => {
  const fails = (): never => {
    throw new TypeError('no property of key-4711');
  };
  const secrets = ['key-4711'];
  const url = 'http://127.0.0.1';
  const broken: Codec = {
    ...codec,
    createReader: () => ({ read: fails, finish: fails, complete: false }),
    readAnswer: fails,
    toError: fails,
  };
  const answers: Record<string, WireAnswer> = {
    'a frame': { frames: say(hello), url, secrets },
    'bytes of a stream': { response: response(200, '{}\n', 'application/x-ndjson'), url, secrets },
    'a whole answer': { answer: {}, url, secrets },
    'a body': { response: response(200, '{}', 'application/json'), url, secrets },
    'a refusal': { response: response(500, 'oops', 'text/plain'), url, secrets },
  };

  it.each(Object.entries(answers))(
    'is told as such, without secrets, and not as a failure of the network: %s',
    async (_, answer) => {
      const transport = async (): Promise<WireAnswer> => answer;
      const provider = createWireProvider({ name: 'tiny', codec: broken, transport });
      const deltas = !('response' in answer && answer.response.headers['content-type']?.endsWith('/json'));
      const error: unknown = await collect(provider, request({ deltas })).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'provider-bug', retryable: false, provider: 'tiny' });
      expect(String(error)).toContain('failed on an answer. no property of [redacted]');
    },
  );

  it('in writing a request says what was thrown, before anything is sent', async () => {
    const transport = async (): Promise<never> => fails();
    const provider = createWireProvider({ name: 'tiny', codec: { ...codec, render: fails }, transport });
    const failure = collect(provider, request());
    await expect(failure).rejects.toMatchObject({ code: 'invalid-request', retryable: false });
    await expect(failure).rejects.toThrow('no property');
  });
});

describe('the end of an event stream', () => {
  const asSse = { ...codec, framing: 'sse' } as const;
  const stream = (end: string): WireAnswer => ({
    response: response(200, `data: ${JSON.stringify(hello)}\n\n${end}`, 'text/event-stream'),
    url: 'http://127.0.0.1',
    secrets: [],
  });
  const read = (endMark: string | undefined, end: string): Promise<ModelEvent[]> =>
    collect(
      createWireProvider({
        name: 'tiny',
        codec: { ...asSse, endMark },
        transport: async () => stream(end),
      }),
      request(),
    );

  it('is the mark of the codec, whatever its words', async () => {
    const events = await read('[END]', 'data: [END]\n\n');
    expect(events.map(({ type }) => type)).toEqual(['text', 'finish']);
  });

  it('is not [DONE] alone, where the codec knows no mark and the answer is not complete', async () => {
    await expect(read(undefined, 'data: [DONE]\n\n')).rejects.toMatchObject({ code: 'truncated' });
    expect(await read(undefined, 'data: "done"\n\ndata: [DONE]\n\n')).toHaveLength(2);
  });
});

describe('media that the API does not fetch', () => {
  const remote = image('https://elsewhere.example/a.png');
  const own = image('https://api.example/b.png');
  const history = [userMessage([remote, own])];

  it('are fetched by the resolver, once for a conversation, and stay in place', async () => {
    const { provider, sent } = setup(() => say(hello, 'done'));
    const asked: string[] = [];
    const resolveMedia = async (url: string): Promise<{ mediaType: string; data: string }> => {
      asked.push(url);
      return { mediaType: 'image/png', data: 'AAAA' };
    };
    for (let turn = 0; turn < 2; turn++)
      await collect(provider, request({ messages: [...history], resolveMedia }));
    expect(asked).toEqual(['https://elsewhere.example/a.png']);
    expect(sent[1]?.messages[0]?.content).toEqual([
      { type: 'media', mediaType: 'image/png', data: 'AAAA' },
      own,
    ]);
    expect(history[0]?.content[0]).toBe(remote);
  });

  it('are left to the codec without a resolver, and fail the call where they cannot be had', async () => {
    const { provider, sent } = setup(() => say(hello, 'done'));
    await collect(provider, request({ messages: history }));
    expect(sent[0]?.messages[0]?.content).toEqual([remote, own]);
    const resolveMedia = async (): Promise<never> => {
      throw new Error('gone');
    };
    await expect(collect(provider, request({ messages: history, resolveMedia }))).rejects.toThrow('gone');
  });
});

describe('tool names that some API refuses', () => {
  const spec = (name: string): ToolSpec => ({ name, description: name, inputSchema: { type: 'object' } });
  const odd = ['9lives', 'ns:read', 'größe', 'x'.repeat(80), `${'x'.repeat(80)}y`];

  it('are safe on the wire, apart from each other, the same each time, and their own in the answer', async () => {
    const calls = (body: unknown): JsonValue[] => {
      const { tools } = body as { tools: readonly ToolSpec[] };
      return tools.map(({ name }, index) => {
        const part = { type: 'tool-call', callId: `c${index}`, name, args: '{}', executor: 'client' };
        return { type: 'part', index, part };
      });
    };
    const { provider, sent } = setup((call) => say(...calls(JSON.parse(call.body)), 'done'));
    const asked = request({ tools: [...odd, 'plain'].map(spec) });
    const { tools } = asked;
    const first = await collect(provider, asked);
    await collect(provider, asked);
    const wire = sent[0]?.tools.map(({ name }) => name) ?? [];
    expect(wire.every((name) => /^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$/.test(name))).toBe(true);
    expect(new Set(wire).size).toBe(tools.length);
    expect(wire.at(-1)).toBe('plain');
    expect(sent[1]).toEqual(sent[0]);
    const names = first.flatMap((event) =>
      event.type === 'part' && event.part.type === 'tool-call' ? event.part.name : [],
    );
    expect(names).toEqual([...odd, 'plain']);
  });

  it('are the same in the history and in a forced choice', async () => {
    const { provider, sent } = setup(() => say(hello, 'done'));
    const call = { type: 'tool-call', callId: 'c', name: 'ns:read', input: {}, executor: 'client' } as const;
    const done = {
      type: 'tool-result',
      callId: 'c',
      name: 'ns:read',
      status: 'success',
      executor: 'client',
    } as const;
    const messages = [
      userMessage('Hi'),
      { id: 'a', role: 'assistant', content: [call] } as const,
      { id: 't', role: 'tool', content: [{ ...done, content: [{ type: 'text', text: 'ok' }] }] } as const,
    ];
    await collect(provider, request({ messages, tools: [spec('ns:read')], toolChoice: { tool: 'ns:read' } }));
    const [body] = sent as unknown as { tools: ToolSpec[]; toolChoice: JsonValue; messages: JsonValue[] }[];
    const name = body?.tools[0]?.name;
    expect(name).not.toContain(':');
    expect(isJsonObject(body?.toolChoice) && body.toolChoice.tool).toBe(name);
    expect(JSON.stringify(body?.messages)).not.toContain('ns:read');
  });
});

describe('schemas that an API does not take in full', () => {
  const tool = (name: string, limit: JsonValue): ToolSpec => ({
    name,
    description: name,
    inputSchema: { type: 'object', properties: { people: { type: 'integer', maximum: limit } } },
  });
  const warningsOf = async (provider: Provider, tools: readonly ToolSpec[]): Promise<unknown[]> =>
    (await collect(provider, request({ tools }))).filter(({ type }) => type === 'warning');

  it('are told once for each tool, with what is lost', async () => {
    const transport: Transport = async () => ({
      frames: say(hello, 'done'),
      url: 'http://127.0.0.1',
      secrets: [],
    });
    const dialect = { name: 'tiny.tools', keywords: ['type', 'properties'] };
    const provider = createWireProvider({ name: 'tiny', codec, transport, dialect });
    const table = tool('book_table', 12);
    expect(await warningsOf(provider, [table, { ...table, inputSchema: { type: 'object' } }])).toMatchObject([
      {
        code: 'schema-adapted',
        message: expect.stringContaining('"book_table" is not told to the model in full') as string,
        details: { tool: 'book_table', dialect: 'tiny.tools', notes: [{ place: '#/properties/people' }] },
      },
    ]);
    expect(await warningsOf(provider, [table])).toEqual([]);
    expect(await warningsOf(provider, [tool('book_room', 4)])).toHaveLength(1);
  });
});
