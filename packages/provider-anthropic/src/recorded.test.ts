import Anthropic from '@anthropic-ai/sdk';
import {
  type BuiltinTool,
  createStreamReader,
  type JsonObject,
  type Message,
  type ModelEvent,
  type ModelSettings,
  type ToolSpec,
} from '@pegboard/core/provider';
import { describe, expect, it } from 'vitest';
import { createMessagesCodec } from './codec.ts';
import { anthropic } from './index.ts';
import {
  failure,
  host,
  type Outcome,
  request,
  run,
  summarise,
  testKey,
  toMessage,
  transports,
} from './loopback.test-util.ts';
import {
  type Block,
  blocksOf,
  type Facts,
  factsOf,
  type NamedStep,
  plainBlocks,
  present,
  type Step,
  steps,
  toMessages,
  type WireRequest,
} from './recorded.test-util.ts';

const unified: Record<string, string> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  tool_use: 'tool-calls',
  pause_turn: 'pause',
};

const codec = createMessagesCodec({
  provider: 'anthropic',
  firstParty: true,
  oldVersion: false,
  betas: [],
  maxOutputTokens: () => undefined,
  // When the recordings were made, containers lived.
  now: () => 0,
});

function compare(outcome: Outcome, facts: Facts): void {
  expect(blocksOf(outcome)).toEqual(plainBlocks(facts.blocks));
  expect(outcome.finish).toEqual({ unified: unified[facts.finish ?? ''], raw: facts.finish });
  expect(outcome.events.filter((event) => event.type === 'finish')).toHaveLength(1);
  expect(outcome.events.at(-1)?.type).toBe('finish');
  const { usage } = facts;
  const reported = Object.fromEntries(Object.entries(usage).filter(([, count]) => count !== null));
  expect(outcome.usage?.raw).toEqual(reported);
  const sum = ['input_tokens', 'cache_creation_input_tokens', 'cache_read_input_tokens']
    .map((key) => Number(usage[key] ?? 0))
    .reduce((total, count) => total + count);
  expect(outcome.usage?.inputTokens).toBe(sum);
  expect(outcome.usage?.outputTokens).toBe(usage.output_tokens);
  expect(outcome.usage?.cachedInputTokens).toBe(usage.cache_read_input_tokens ?? undefined);
  const cited = facts.blocks.flatMap(({ citations }) => (Array.isArray(citations) ? citations : []));
  const urls = new Set((cited as JsonObject[]).map(({ url }) => url));
  const sources = outcome.events.flatMap((event) =>
    event.type === 'part' && event.part.type === 'source' ? [event.part.url] : [],
  );
  expect(new Set(sources)).toEqual(urls);
}

function messageOf({ body }: Step['response']): string {
  return (body?.error as { message: string } | undefined)?.message ?? '?'; // as Anthropic documents it
}

const call = { provider: 'anthropic', model: 'claude-test', headers: {}, secrets: [] };

function decode(bytes: Uint8Array, cuts: readonly number[]): Outcome {
  const decoder = createStreamReader(codec, codec.createReader(call, request()), call);
  const events: ModelEvent[] = [];
  const edges = [0, ...cuts, bytes.length];
  for (let at = 1; at < edges.length; at++)
    events.push(...decoder.bytes(bytes.subarray(edges[at - 1], edges[at])));
  events.push(...decoder.end());
  if (decoder.failure) throw decoder.failure;
  return summarise(events);
}

/** Numbers from 0 to 1, the same in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const calls = steps.filter(({ step }) => !step.request.path.includes('count_tokens'));
const good = calls.filter(({ step }) => step.response.status === 200);
const streamed = good.filter(({ step }) => step.response.sse !== undefined);

describe.skipIf(!present)('recorded traffic (../shared/wire; skipped where it is absent)', () => {
  describe.each(transports)('through %s', (_, make) => {
    it.each(calls)('$name decodes to what it holds', async ({ step: { response } }) => {
      const text = response.sse ?? JSON.stringify(response.body);
      const { baseURL } = await host((answer) =>
        answer.writeHead(response.status, response.headers).end(text),
      );
      const outcome = run(make(baseURL), { deltas: response.sse !== undefined });
      if (response.status === 200) return compare(await outcome, factsOf(response));
      await expect(outcome).rejects.toMatchObject({
        name: 'ProviderError',
        status: response.status,
        code: response.status === 404 ? 'not-found' : 'invalid-request',
        retryable: false,
        message: expect.stringContaining(messageOf(response).slice(0, 30)) as string,
      });
      return undefined;
    });
  });

  it.each(steps.filter(({ step }) => step.request.path.includes('count_tokens')))(
    '$name: the refusal to count is told as what it is',
    async ({ step: { response } }) => {
      const { baseURL, seen } = await host((answer) =>
        answer.writeHead(response.status, response.headers).end(JSON.stringify(response.body)),
      );
      for (const provider of [
        anthropic({ baseURL, apiKey: testKey }),
        anthropic({ client: new Anthropic({ baseURL, apiKey: testKey }) }),
      ]) {
        const error = await failure(Promise.resolve(provider.countTokens?.(request())));
        expect(error).toMatchObject({ code: 'not-found', status: 404, retryable: false });
        expect(error.message).toContain('claude-does-not-exist');
      }
      expect(seen.map(({ path }) => path)).toEqual(Array(2).fill('/v1/messages/count_tokens'));
    },
  );

  it.each(streamed)('$name decodes to the same however its bytes are cut', ({ step: { response } }) => {
    const bytes = new TextEncoder().encode(response.sse);
    const facts = factsOf(response);
    const small = bytes.length < 40_000;
    if (small) compare(decode(bytes, [...bytes.keys()].slice(1)), facts);
    const next = random(bytes.length);
    for (let round = 0; round < (small ? 40 : 4); round++) {
      const cuts = Array.from({ length: 1 + Math.floor(next() * 40) }, () =>
        Math.floor(next() * bytes.length),
      );
      const sorted = cuts.toSorted((a, b) => a - b);
      compare(decode(bytes, sorted), facts);
    }
  });

  it.each(streamed)(
    '$name is truncated wherever it ends before its stop reason',
    ({ step: { response } }) => {
      const bytes = new TextEncoder().encode(response.sse);
      const whole = response.sse ?? '';
      const end = new TextEncoder().encode(whole.slice(0, whole.indexOf('event: message_delta'))).length;
      for (const cut of [0, 1, 100, Math.floor(end / 2), end]) {
        expect(() => decode(bytes.subarray(0, cut), [])).toThrow(
          expect.objectContaining({ code: 'truncated', retryable: true }) as Error,
        );
      }
    },
  );

  it.each(good)('$name: the conversation before it renders to the same', (named) => {
    const { body } = named.step.request;
    const messages = historyOf(named);
    const rendered = JSON.parse(codec.render(toRequest(body, messages)).body) as WireRequest;
    expect(fold(factsOfRequest(rendered))).toEqual(fold(factsOfRequest(body)));
  });
});

/** Bodies were recorded with quotes, dashes and ellipses as ASCII. */
function fold(value: object): unknown {
  const text = JSON.stringify(value)
    .normalize('NFKC')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201C\u201D]/g, String.raw`\"`)
    .replace(/[\u2010-\u2015\u2212]/g, '-');
  return JSON.parse(text.replaceAll('\u2026', '...')) as unknown;
}

/** What the steps before came to, decoded and kept as core keeps it, then what is new in this one. */
function historyOf({ step, before }: NamedStep): Message[] {
  const { messages: wire, model } = step.request.body;
  const earlier = before.findLast((each) => continues(step, each));
  if (!earlier) return toMessages(wire, model);
  const at = earlier.request.body.messages.length;
  return [
    ...toMessages(wire.slice(0, at), model),
    toMessage(decodeStep(earlier), model, `answer-${at}`),
    ...toMessages(wire, model, at + 1),
  ];
}

/** Whether the answer of an earlier step is the message that follows that step's conversation in this one. */
function continues({ request: { body } }: Step, earlier: Step): boolean {
  if (!earlier.request.path.startsWith('/v1/messages') || earlier.response.status !== 200) return false;
  const before = earlier.request.body.messages;
  const answer = body.messages[before.length];
  if (answer?.role !== 'assistant' || typeof answer.content === 'string') return false;
  if (JSON.stringify(body.messages.slice(0, before.length)) !== JSON.stringify(before)) return false;
  const ids = (blocks: readonly Block[]): string => JSON.stringify(blocks.map(({ type, id }) => [type, id]));
  return ids(answer.content) === ids(factsOf(earlier.response).blocks.filter(({ text }) => text !== ''));
}

function decodeStep({ request: { body }, response }: Step): Outcome {
  const info = { ...call, model: body.model };
  if (response.body) return summarise(codec.readAnswer(response.body, info, request()));
  const reader = createStreamReader(codec, codec.createReader(info, request()), info);
  return summarise([...reader.bytes(new TextEncoder().encode(response.sse)), ...reader.end()]);
}

function toRequest(body: WireRequest, messages: Message[]): Parameters<typeof codec.render>[0] {
  const tools = (body.tools ?? []).filter(({ input_schema: schema }) => schema !== undefined);
  const builtinTools = (body.tools ?? []).flatMap((tool) => toBuiltin(tool, tools));
  const system = typeof body.system === 'string' ? [{ text: body.system }] : (body.system ?? []);
  const servers = (body.mcp_servers ?? []) as JsonObject[];
  return request({
    model: body.model,
    messages: [
      ...system.map(({ text }, at): Message => ({
        id: `s${at}`,
        role: 'system',
        content: [{ type: 'text', text: text as string }],
      })),
      ...messages,
    ],
    tools: [
      ...tools.map(
        ({ name, description, input_schema }) =>
          ({ name, description: description ?? '', inputSchema: input_schema }) as unknown as ToolSpec, // recorded
      ),
      ...builtinTools.flatMap(({ type }) =>
        type === 'memory'
          ? [{ name: 'memory', description: 'Runs it', inputSchema: { type: 'object' } }]
          : [],
      ),
    ],
    builtinTools: [
      ...builtinTools,
      ...servers.map(({ name, url }) => ({ type: 'mcp_server', name: name as string, url: url as string })),
    ],
    toolChoice: toChoice(body.tool_choice as Record<string, string> | undefined),
    settings: toSettings(body),
    ...(typeof body.output_config === 'object' && toOutput(body.output_config as JsonObject)),
    deltas: body.stream === true,
  });
}

function toBuiltin(tool: JsonObject, own: readonly JsonObject[]): BuiltinTool[] {
  const [, type, version] = /^(.*)_(\d{8})$/.exec((tool.type as string | undefined) ?? '') ?? [];
  if (type === undefined || version === undefined) return [];
  const base = type.startsWith('tool_search') ? 'tool_search' : type;
  const deferred = own.filter((each) => each.defer_loading === true).map(({ name }) => name);
  const { model, max_tokens: maxTokens } = tool;
  return [
    {
      type: base,
      version,
      ...(base === 'tool_search' && { deferred }),
      ...(base === 'advisor' && { model, maxTokens }),
    } as never,
  ];
}

function toChoice(
  choice: Record<string, string> | undefined,
): Parameters<typeof codec.render>[0]['toolChoice'] {
  if (choice?.type === 'tool') return { tool: choice.name ?? '' };
  return choice?.type === 'any' ? 'required' : choice?.type === 'none' ? 'none' : 'auto';
}

function toSettings(body: WireRequest): ModelSettings {
  const thinking = body.thinking as { type: string; budget_tokens: number } | undefined; // as Anthropic documents it
  return {
    maxTokens: body.max_tokens,
    ...(thinking?.type === 'enabled' && { reasoning: { budgetTokens: thinking.budget_tokens } }),
    ...(thinking?.type === 'adaptive' && { reasoning: 'max' as const }),
    ...(body.stop_sequences !== undefined && { stop: body.stop_sequences as string[] }),
  };
}

function toOutput({ format }: JsonObject): object {
  return format === undefined ? {} : { output: { name: 'answer', schema: (format as JsonObject).schema } };
}

/** What must be equal; the recording client made its own choices for the rest. */
function factsOfRequest(body: WireRequest): object {
  const { system, tools = [], thinking, tool_choice: choice, output_config: output } = body;
  const turns: { role: string; blocks: unknown[] }[] = [];
  for (const { role, content } of body.messages) {
    const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
    const facts = blocks.flatMap((block) => blockFacts(block));
    const last = turns.at(-1);
    if (last?.role === role) last.blocks.push(...facts);
    else if (facts.length > 0) turns.push({ role, blocks: facts });
  }
  return {
    turns,
    system: typeof system === 'string' ? [system] : (system ?? []).map(({ text }) => text),
    // Those that are found by searching stand first in ours.
    tools: tools
      .map(({ type, name, input_schema: schema }) => [
        schema === undefined ? type : 'function',
        name,
        Object.keys(((schema as JsonObject | undefined)?.properties ?? {}) as JsonObject),
      ])
      .filter(([type]) => type !== 'mcp_toolset')
      .toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
    maxTokens: body.max_tokens,
    thinking,
    choice: (choice as JsonObject | undefined)?.type === 'auto' ? undefined : choice,
    format: (output as JsonObject | undefined)?.format,
    stop: body.stop_sequences,
    container: body.container,
    stream: body.stream === true,
  };
}

/** Blocks without what the recording client added or left out at will: cache marks, empty lists, who called directly. */
function blockFacts(block: Block): unknown[] {
  const { type, cache_control: _mark, citations: _citations, caller, ...rest } = block;
  if (type === 'tool_addition') return [];
  const indirect = (caller as JsonObject | undefined)?.type !== 'direct' ? caller : undefined;
  const kept = { type, ...rest, ...(indirect !== undefined && { caller: indirect }) };
  if (type !== 'tool_result') return [kept];
  const { content, is_error: failed = false, ...result } = kept as JsonObject;
  const texts = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  return [{ ...result, content: texts, failed }];
}
