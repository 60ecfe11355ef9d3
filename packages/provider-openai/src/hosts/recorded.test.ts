import type { Provider } from '@pegboard/core';
import type { JsonObject } from '@pegboard/core/provider';
import { OpenAI } from 'openai';
import { describe, expect, it } from 'vitest';
import {
  type ChatQuirks,
  type CompatibleOptions,
  deepseek,
  groq,
  mistral,
  openai,
  openaiCompatible,
  openrouter,
} from '../index.ts';
import { host, type Outcome, run } from '../loopback.test-helper.ts';
import {
  absent,
  framesOf,
  type NamedStep,
  plain,
  recordings,
  type Step,
  stepsOf,
} from '../recordings.test-helper.ts';
import { toChatFacts, toChatHistory } from './recorded-chat.test-helper.ts';

interface Host {
  readonly make: (options: CompatibleOptions) => Provider;
  readonly quirks?: Partial<ChatQuirks>;
}

/** Who answers under which name in the recordings; a host without a preset is told by its quirks. */
const hosts: Readonly<Record<string, Host>> = {
  'openrouter.ai': { make: openrouter },
  'api.deepseek.com': { make: deepseek },
  'api.groq.com': { make: groq },
  'api.mistral.ai': { make: mistral },
  'api.openai.com': { make: ({ baseURL, client }) => openai({ baseURL, client, api: 'chat', apiKey: 'k' }) },
  'api.cerebras.ai': { make: openaiCompatible },
  'api.inference.crusoecloud.com': { make: openaiCompatible, quirks: { reasoningEcho: 'reasoning' } },
  'router.huggingface.co': { make: openaiCompatible },
  'generativelanguage.googleapis.com': { make: openaiCompatible },
  'ACCOUNT.snowflakecomputing.com': { make: openaiCompatible, quirks: { effortKey: 'reasoning' } },
  'api.z.ai': { make: openaiCompatible, quirks: { effortKey: 'thinking', toolChoice: 'auto' } },
  'ollama.com': { make: openaiCompatible, quirks: { reasoningEcho: 'reasoning' } },
  localhost: { make: openaiCompatible },
};

const groups = ['openai-compatible', 'ollama', 'cross-provider'];
const steps = stepsOf(groups.flatMap((group) => recordings(group, /\/chat\/completions$/)));

function provide({ step }: NamedStep, options: Partial<CompatibleOptions>): Provider {
  const known = hosts[step.request.host];
  if (!known) throw new TypeError(`No host is named ${step.request.host}`);
  const { make, quirks } = known;
  return make({ name: 'host', baseURL: 'http://127.0.0.1:1/v1', apiKey: 'k', ...options, quirks });
}

/** Foreign JSON, read in the plainest way. */
type Any = Record<string, unknown>;

interface Facts {
  text: string;
  reasoning: string;
  calls: { name: string; args: string }[];
  finish: string | undefined;
  usage: JsonObject | undefined;
  sources: number;
}

function factsOf({ body, sse }: Step['response']): Facts {
  const facts: Facts = {
    text: '',
    reasoning: '',
    calls: [],
    finish: undefined,
    usage: undefined,
    sources: 0,
  };
  for (const chunk of body ? [body] : framesOf(sse)) {
    facts.usage = (chunk.usage as JsonObject | null) ?? facts.usage;
    for (const choice of chunk.choices as Any[]) addMessage(facts, choice);
  }
  // Models that write their reasoning into the content do so between tags.
  const [, thought] = /^<think>\n?([^]*?)(?:<\/think>|$)/.exec(facts.text) ?? [];
  if (thought === undefined) return facts;
  return { ...facts, text: facts.text.split('</think>')[1] ?? '', reasoning: thought };
}

function addMessage(facts: Facts, choice: Any): void {
  const message = (choice.message ?? choice.delta) as Any;
  const parts: Any[] = Array.isArray(message.content) ? message.content : [{ text: message.content }];
  for (const part of parts) {
    facts.text += (part.text as string | null) ?? '';
    for (const thought of (part.thinking as Any[] | undefined) ?? []) facts.reasoning += plain(thought.text);
  }
  const { reasoning, reasoning_content: content, reasoning_details: details } = message;
  const shown = ((details as Any[] | undefined) ?? []).map(({ text }) => plain(text)).join('');
  facts.reasoning += (reasoning as string | null) ?? (content as string | undefined) ?? shown;
  for (const call of (message.tool_calls as Any[] | null | undefined) ?? []) {
    const called = call.function as Any;
    facts.calls.push({ name: plain(called.name), args: plain(called.arguments) });
  }
  facts.sources += ((message.annotations as Any[] | null | undefined) ?? []).length;
  facts.finish = (choice.finish_reason as string | null) ?? facts.finish;
}

const unified: Record<string, string> = { stop: 'stop', tool_calls: 'tool-calls', length: 'length' };

function compare(outcome: Outcome, facts: Facts): void {
  expect(outcome.text).toBe(facts.text);
  expect(outcome.reasoning).toBe(facts.reasoning);
  expect(outcome.calls.map(({ name, args }) => ({ name, args }))).toEqual(facts.calls);
  expect(outcome.finish).toEqual({
    unified: unified[facts.finish ?? ''] ?? 'other',
    ...(facts.finish !== undefined && { raw: facts.finish }),
  });
  expect(outcome.usage?.raw).toEqual(facts.usage);
  expect(outcome.usage?.inputTokens).toBe(facts.usage?.prompt_tokens);
  expect(outcome.usage?.outputTokens).toBe(facts.usage?.completion_tokens);
  expect(outcome.parts.filter(({ type }) => type === 'source')).toHaveLength(facts.sources);
  expect(outcome.events.filter(({ type }) => type === 'finish')).toHaveLength(1);
}

/** Refusals and errors in streams, with what each is. */
const failures: Record<string, object> = {
  '404 model_not_found': { status: 404, code: 'not-found', retryable: false },
  '400 tool_use_failed': { status: 400, code: 'invalid-response', retryable: true },
  '429 429': { status: 429, code: 'rate-limit', retryable: true },
  '200 400': { code: 'invalid-request', retryable: false },
};

function failureOf({ status, body, sse }: Step['response']): object | undefined {
  const error = [...(body ? [body] : framesOf(sse))].find((each) => each.error)?.error as
    | JsonObject
    | undefined;
  return error && (failures[`${status} ${plain(error.code)}`] ?? {});
}

const ways: [string, (baseURL: string) => Partial<CompatibleOptions>][] = [
  ['own HTTP', (baseURL) => ({ baseURL })],
  ['the openai client', (baseURL) => ({ client: new OpenAI({ baseURL, apiKey: 'k' }) })],
];

describe.skipIf(absent)(
  'recorded traffic of other hosts (../shared/wire; skipped where it is absent)',
  () => {
    describe.each(ways)('through %s', (_, way) => {
      it.each(steps)('$name decodes to what it holds', async (named) => {
        const { response } = named.step;
        const text = response.sse ?? JSON.stringify(response.body);
        const { baseURL } = await host((answer) =>
          answer.writeHead(response.status, response.headers).end(text),
        );
        const outcome = run(provide(named, way(baseURL)), { deltas: response.sse !== undefined });
        const failure = failureOf(response);
        if (!failure) return compare(await outcome, factsOf(response));
        await expect(outcome).rejects.toMatchObject({ name: 'ProviderError', ...failure });
        return undefined;
      });
    });

    it.each(steps.filter(({ step }) => step.response.sse !== undefined))(
      '$name decodes to the same when every byte comes alone',
      async (named) => {
        const { response } = named.step;
        const bytes = new TextEncoder().encode(response.sse);
        const fetchBytes: typeof fetch = async () =>
          new Response(
            new ReadableStream({
              start(controller) {
                for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
                controller.close();
              },
            }),
            { headers: response.headers },
          );
        const outcome = run(provide(named, { fetch: fetchBytes }));
        const failure = failureOf(response);
        if (failure) await expect(outcome).rejects.toMatchObject(failure);
        else compare(await outcome, factsOf(response));
      },
    );

    it.each(steps)('$name: its request is the one that the history so far gives', async (named) => {
      const { body } = named.step.request;
      const { baseURL, seen } = await host((answer) =>
        answer
          .writeHead(200, { 'content-type': 'application/json' })
          .end('{"choices":[{"message":{"content":"x"},"finish_reason":"stop"}]}'),
      );
      const provider = provide(named, { baseURL });
      const messages = toChatHistory(body, { provider: provider.name, model: plain(body.model) });
      await run(provider, { messages, model: plain(body.model), deltas: false });
      const ours = seen[0]?.body as unknown as JsonObject;
      expect(toChatFacts(ours)).toEqual(toChatFacts(body));
    });
  },
);
