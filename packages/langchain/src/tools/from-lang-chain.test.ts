import { Calculator } from '@langchain/community/tools/calculator';
import { SearxngSearch } from '@langchain/community/tools/searxng_search';
import { WikipediaQueryRun } from '@langchain/community/tools/wikipedia_query_run';
import { IFTTTWebhook } from '@langchain/community/tools/ifttt';
import { HumanMessage, ToolMessage } from '@langchain/core/messages';
import { RunnableLambda } from '@langchain/core/runnables';
import { BaseToolkit, tool } from '@langchain/core/tools';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import * as z3 from 'zod-3';
import { Agent, type AnyTool, type CallRecord, type JsonObject } from '@pegboard/core';
import { prefix } from '@pegboard/core/tools';
import { scriptedProvider } from '@pegboard/testing';
import { fromLangChain } from './from-lang-chain.ts';

/** Lets a model call the tool once with this input, and gives the record of the call and what the model was told. */
async function call(
  subject: AnyTool,
  input: JsonObject,
  options: { signal?: AbortSignal; context?: never; onProgress?: (value: unknown) => void } = {},
): Promise<CallRecord & { told: string }> {
  const provider = scriptedProvider([{ calls: [{ name: subject.name, input }] }], { otherwise: 'done' });
  const agent = new Agent({ provider, model: 'm', tools: [subject] });
  const { onProgress, ...run } = options;
  const result = await agent.run('Go', {
    ...run,
    onEvent: (event) => (event.type === 'tool-progress' ? onProgress?.(event.value) : undefined),
  });
  const record = result.calls.last(subject.name);
  const told = JSON.stringify(record?.content);
  return { ...(record as CallRecord), told };
}

const weather = (schema: unknown): AnyTool =>
  fromLangChain(
    tool((input: { city: string; days?: number }) => ({ ...input, sunny: true }), {
      name: 'get_weather',
      description: 'The weather',
      schema: schema as never,
    }) as never,
  );

describe('schemas', () => {
  it.each([
    ['zod 3', z3.object({ city: z3.string().describe('Where'), days: z3.number().int().default(3) })],
    ['zod 4', z.object({ city: z.string().describe('Where'), days: z.number().int().default(3) })],
  ])(
    'of %s are told to the model as they are for input, and defaults are filled in once',
    async (_, schema) => {
      const subject = weather(schema);
      expect(subject.inputSchema).toMatchObject({
        type: 'object',
        properties: { city: { type: 'string', description: 'Where' }, days: { type: 'integer', default: 3 } },
        required: ['city'],
      });
      expect(subject.inputSchema).not.toHaveProperty('$schema');
      expect(await call(subject, { city: 'Oslo' })).toMatchObject({
        status: 'success',
        result: { city: 'Oslo', days: 3, sunny: true },
      });
    },
  );

  it('of JSON keep what they say, and bind', async () => {
    const schema = { type: 'object', properties: { city: { enum: ['Oslo'] } }, required: ['city'] };
    const subject = weather(schema);
    expect(subject.inputSchema).toEqual(schema);
    expect(await call(subject, { city: 'Oslo' })).toMatchObject({ status: 'success' });
    const refused = await call(subject, { city: 'Rome' });
    expect(refused).toMatchObject({ status: 'retry', attempts: 0 });
    expect(refused.told).toContain('city');
  });

  it('with tuples of draft 7 become those of draft 2020-12', () => {
    const schema = z3.object({ at: z3.tuple([z3.number(), z3.number()]), items: z3.array(z3.string()) });
    const { properties } = weather(schema).inputSchema;
    expect(properties).toMatchObject({
      at: { prefixItems: [{ type: 'number' }, { type: 'number' }] },
      items: { type: 'array', items: { type: 'string' } },
    });
  });

  it('transforms run once', async () => {
    const schema = z.object({ n: z.string().transform((text) => text.length) });
    const subject = fromLangChain(
      tool(({ n }) => String(n + 1), { name: 'count', description: 'Counts', schema }),
    );
    expect(await call(subject, { n: 'four' })).toMatchObject({ status: 'success', result: '5' });
  });

  it('refuse what does not fit, with words for the model, before the tool runs', async () => {
    let runs = 0;
    const schema = z3.object({ city: z3.string().min(2) });
    const subject = fromLangChain(
      tool(() => String(++runs), {
        name: 'get_weather',
        description: 'The weather',
        schema: schema as never,
      }) as never,
    );
    const refused = await call(subject, { city: 'x' });
    expect(refused).toMatchObject({ status: 'retry', refused: true });
    expect(refused.error).toContain('city');
    expect(runs).toBe(0);
  });
});

describe('results', () => {
  const made = (returns: unknown, responseFormat?: string): AnyTool =>
    fromLangChain(
      tool(() => returns, {
        name: 'give',
        description: 'Gives',
        schema: z.object({}),
        ...(responseFormat && { responseFormat }),
      }),
    );

  it.each([
    ['text', 'fine', 'fine'],
    ['JSON text as a value', '{"a":1}', { a: 1 }],
    ['text that only looks like JSON', '[see below]', '[see below]'],
    ['objects', { a: [1, null] }, { a: [1, null] }],
    ['nothing', '', ''],
  ])('are %s', async (_, returns, value) => {
    expect(await call(made(returns), {})).toMatchObject({ status: 'success', result: value });
  });

  it('keep the artifact in the record, and away from the model', async () => {
    const record = await call(made(['short', { rows: [1, 2, 3] }], 'content_and_artifact'), {});
    expect(record).toMatchObject({ result: 'short', metadata: { artifact: { rows: [1, 2, 3] } } });
    expect(record.told).not.toContain('rows');
  });

  it('count without an artifact that has no JSON form', async () => {
    const record = await call(made(['short', () => 1], 'content_and_artifact'), {});
    expect(record).toMatchObject({ status: 'success', result: 'short' });
    expect(record.metadata?.['artifactProblem']).toContain('function');
  });

  it('show images to the model', async () => {
    const blocks = [
      { type: 'text', text: 'A cat' },
      { type: 'image', mimeType: 'image/png', data: 'iVBORw0=' },
    ];
    const record = await call(made(blocks), {});
    expect(record.result).toBe('A cat');
    expect(record.content).toEqual([
      { type: 'text', text: 'A cat' },
      { type: 'media', mediaType: 'image/png', data: 'iVBORw0=' },
    ]);
  });

  it('of a message that says error are failures', async () => {
    const message = new ToolMessage({ content: 'no such row', tool_call_id: 'x', status: 'error' });
    expect(await call(made(message), {})).toMatchObject({ status: 'failed', error: 'no such row' });
  });

  it('of a tool that throws are failures, without its stack', async () => {
    const subject = fromLangChain(
      tool(
        () => {
          throw new Error('the host is down');
        },
        { name: 'give', description: 'Gives', schema: z.object({}) },
      ),
    );
    const record = await call(subject, {});
    expect(record).toMatchObject({ status: 'failed', error: 'give failed: the host is down' });
  });

  it('for a graph are refused where there is none', async () => {
    const record = await call(made({ lg_name: 'Command', lc_direct_tool_output: true }), {});
    expect(record.error).toContain('LangGraph');
  });

  it('end the run when the tool returns directly', async () => {
    const direct = tool(() => 'the end', { name: 'stop', description: 'Stops', schema: z.object({}) });
    direct.returnDirect = true;
    expect(await call(fromLangChain(direct), {})).toMatchObject({ final: true, result: 'the end' });
  });
});

describe('config', () => {
  it('reaches the tool: signal, call id, context, and what the caller adds', async () => {
    let seen: Record<string, unknown> = {};
    const starts: string[] = [];
    const subject = fromLangChain(
      tool(
        (_, config) => {
          seen = config as never;
          return 'ok';
        },
        { name: 'look', description: 'Looks', schema: z.object({}) },
      ),
      {
        config: (ctx) => ({
          tags: ['mine'],
          configurable: { thread: ctx.callId },
          callbacks: [{ handleToolStart: (__, input) => void starts.push(input) }],
        }),
      },
    );
    await call(subject, {}, { context: { user: 'ann' } as never });
    expect(seen).toMatchObject({
      tags: ['mine'],
      configurable: { thread: 'call_1' },
      context: { user: 'ann' },
      toolCall: { id: 'call_1', name: 'look' },
    });
    expect(seen['signal']).toBeInstanceOf(AbortSignal);
    expect(starts).toHaveLength(1);
  });

  it('an abort ends the call though the tool hangs', async () => {
    const controller = new AbortController();
    const subject = fromLangChain(
      tool(
        () => {
          controller.abort();
          return new Promise<string>(() => undefined);
        },
        { name: 'hang', description: 'Hangs', schema: z.object({}) },
      ),
    );
    expect(await call(subject, {}, { signal: controller.signal })).toMatchObject({ status: 'interrupted' });
  });

  it('what a tool yields on the way is progress', async () => {
    const seen: unknown[] = [];
    const subject = fromLangChain(
      tool(
        async function* () {
          yield { done: 1 };
          yield { done: 2 };
          return 'all';
        },
        { name: 'work', description: 'Works', schema: z.object({}) },
      ),
    );
    const record = await call(subject, {}, { onProgress: (value) => seen.push(value) });
    expect(record.result).toBe('all');
    expect(seen).toEqual([{ done: 1 }, { done: 2 }]);
  });
});

describe('sources', () => {
  it('a toolkit gives its tools, which toolset functions take', () => {
    class Kit extends BaseToolkit {
      // LangChain's own tools do not fit its types under exactOptionalPropertyTypes.
      override tools = [new Calculator()] as never;
    }
    const tools = fromLangChain(new Kit(), { timeoutMs: 5_000 });
    expect(tools).toMatchObject([{ name: 'calculator', timeoutMs: 5_000 }]);
    expect(prefix(tools, 'lc').map(({ name }) => name)).toEqual(['lc_calculator']);
  });

  it('a runnable as a tool', async () => {
    const upper = RunnableLambda.from(({ text }: { text: string }) => text.toUpperCase()).asTool({
      name: 'upper',
      description: 'Shouts',
      schema: z.object({ text: z.string() }),
    });
    expect(await call(fromLangChain(upper), { text: 'hey' })).toMatchObject({ result: 'HEY' });
  });

  it('what is no tool, or has no usable name, is refused with what to do', () => {
    for (const wrong of [null, 'calculator', {}, Calculator, new HumanMessage('x')])
      expect(() => fromLangChain(wrong as never)).toThrow(
        expect.objectContaining({ code: 'invalid-tool' }) as Error,
      );
    const bad = tool(() => '', { name: 'Dad Joke!', description: 'Jokes', schema: z.object({}) });
    expect(() => fromLangChain(bad)).toThrow(/Dad_Joke_/);
    expect(fromLangChain(bad, { name: 'dad_joke' }).name).toBe('dad_joke');
  });
});

describe('tools of @langchain/community', () => {
  let server: Server;
  let base: string;
  const asked: string[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      answerOf(request).then(
        (body) => response.setHeader('content-type', 'application/json').end(body),
        () => response.writeHead(500).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  async function answerOf(request: IncomingMessage): Promise<string> {
    const url = new URL(request.url ?? '', 'http://x');
    if (url.pathname === '/hook') {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      return `got ${body}`;
    }
    if (url.pathname === '/search') {
      const results = [{ title: 'Oslo', url: 'https://oslo.example', content: url.searchParams.get('q') }];
      return JSON.stringify({ results, answers: [], infoboxes: [], suggestions: [] });
    }
    if (url.searchParams.has('list')) return JSON.stringify({ query: { search: [{ title: 'Oslo' }] } });
    return JSON.stringify({ query: { pages: { 1: { extract: 'The capital of Norway.' } } } });
  }

  it('the calculator', async () => {
    const subject = fromLangChain(new Calculator());
    expect(subject.inputSchema).toMatchObject({ properties: { input: { type: 'string' } } });
    expect(await call(subject, { input: '7 * 6' })).toMatchObject({ name: 'calculator', result: '42' });
  });

  it('Wikipedia', async () => {
    const subject = fromLangChain(new WikipediaQueryRun({ baseUrl: `${base}/w/api.php` }));
    expect(await call(subject, { input: 'Oslo' })).toMatchObject({
      name: 'wikipedia-api',
      result: 'Page: Oslo\nSummary: The capital of Norway.',
    });
  });

  it('SearXNG', async () => {
    const subject = fromLangChain(new SearxngSearch({ apiBase: base }), { trust: 'untrusted' });
    const record = await call(subject, { input: 'fjords' });
    expect(record).toMatchObject({ status: 'success', trust: 'untrusted' });
    expect(record.told).toContain('fjords');
    expect(asked.some((line) => line.startsWith('POST /search?q=fjords'))).toBe(true);
  });

  it('a webhook', async () => {
    const subject = fromLangChain(new IFTTTWebhook(`${base}/hook`, 'notify', 'Notifies'));
    expect(await call(subject, { input: 'hello' })).toMatchObject({ result: 'got {"this":"hello"}' });
  });

  it('one whose host fails is a failed call', async () => {
    const subject = fromLangChain(new WikipediaQueryRun({ baseUrl: 'http://127.0.0.1:1/' }));
    expect(await call(subject, { input: 'Oslo' })).toMatchObject({ status: 'failed' });
  });
});
