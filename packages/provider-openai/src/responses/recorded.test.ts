import type { AssistantPart, JsonObject, ModelPart } from '@pegboard/core/provider';
import { OpenAI } from 'openai';
import { describe, expect, it } from 'vitest';
import { openai } from '../index.ts';
import { host, type Make, type Outcome, request, run } from '../loopback.test-helper.ts';
import { openaiModels } from '../models.ts';
import {
  absent,
  cuttings,
  decode,
  framesOf,
  plain,
  recordings,
  type Step,
  stepsOf,
} from '../recordings.test-helper.ts';
import { createResponsesCodec } from './codec.ts';
import { responsesProfile } from './profile.ts';
import { toHistory } from './recorded-history.test-helper.ts';
import { type Fact, toFacts } from './recorded-facts.test-helper.ts';

const apiKey = 'sk-test-key';
const transports: [string, Make][] = [
  ['own HTTP', (baseURL) => openai({ baseURL, apiKey, api: 'responses' })],
  ['the openai client', (baseURL) => openai({ client: new OpenAI({ baseURL, apiKey }), api: 'responses' })],
];

const groups = ['openai-responses', 'openai-compatible', 'cross-provider'];
const steps = stepsOf(groups.flatMap((group) => recordings(group, /\/responses(?:\/|\?|$)/)));

type Item = Record<string, never>;
/** Foreign JSON, as OpenAI documents it. */
type Answer = { output?: Item[]; status?: string; usage?: Item | null };

/** What the recording holds, read in the plainest way and independently of the codec. */
function answerOf({ body, sse }: Step['response']): Answer {
  const frames = framesOf(sse);
  const answer = body ?? frames.findLast((frame) => frame.response)?.response;
  // The last event encrypts reasoning anew; the items that came one by one are the ones to send back.
  const items = frames.flatMap(({ type, item }) => (type === 'response.output_item.done' ? [item] : []));
  return { ...(answer as Answer), ...(items.length > 0 && { output: items as never }) };
}

function compare(outcome: Outcome, answer: Answer): void {
  const { output = [], usage } = answer;
  const contents = output.flatMap((item): Item[] => item.content ?? []);
  const joined = (type: string, key: string): string =>
    contents.map((content) => (content.type === type ? plain(content[key]) : '')).join('');
  expect(outcome.text).toBe(joined('output_text', 'text') + joined('refusal', 'refusal'));
  const calls = output.filter((item) => item.type === 'function_call');
  const clients = outcome.calls.filter(({ executor }) => executor === 'client');
  expect(clients.map(({ callId, name, args }) => [callId, name, args])).toEqual(
    calls.map((call) => [call.call_id, call.name, call.arguments]),
  );
  const builtins = output.filter(({ type }) => /^(?:web|file|code|image|mcp)_.*call$/.test(plain(type)));
  expect(outcome.calls.length - clients.length).toBe(builtins.length);
  expect(outcome.parts.filter(({ type }) => type === 'tool-result')).toHaveLength(builtins.length);
  const cited = contents.flatMap((content): Item[] => content.annotations ?? []);
  expect(outcome.parts.filter(({ type }) => type === 'source')).toHaveLength(cited.length);
  for (const { encrypted_content: secret, summary } of output) {
    if (secret) expect(JSON.stringify(outcome.parts).includes(secret)).toBe(true);
    for (const { text } of (summary ?? []) as Item[]) expect(outcome.reasoning).toContain(text);
  }
  expect(outcome.finish?.raw).toBe(answer.status);
  const unified = answer.status !== 'completed' ? 'other' : calls.length > 0 ? 'tool-calls' : 'stop';
  expect(outcome.finish?.unified).toBe(unified);
  expect(outcome.usage?.raw).toEqual(usage ?? undefined);
  expect(outcome.usage?.inputTokens).toBe(usage?.input_tokens);
  expect(outcome.usage?.outputTokens).toBe(usage?.output_tokens);
  expect(outcome.events.filter(({ type }) => type === 'start')).toHaveLength(1);
  expect(outcome.events.at(-1)?.type).toBe('finish');
}

const codec = createResponsesCodec(responsesProfile({ provider: 'openai', find: openaiModels().find }));

describe.skipIf(absent)('recorded traffic of Responses (../shared/wire; skipped where it is absent)', () => {
  describe.each(transports)('through %s', (_, make) => {
    it.each(steps)('$name decodes to what it holds', async ({ step: { response } }) => {
      const text = response.sse ?? JSON.stringify(response.body);
      const { baseURL } = await host((answer) =>
        answer.writeHead(response.status, response.headers).end(text),
      );
      const outcome = run(make(baseURL), { deltas: response.sse !== undefined });
      if (response.status === 200) return compare(await outcome, answerOf(response));
      const error = response.body?.error as JsonObject; // as OpenAI documents it
      await expect(outcome).rejects.toMatchObject({
        name: 'ProviderError',
        status: response.status,
        retryable: false,
        code: error.code === 'model_not_found' ? 'not-found' : 'invalid-request',
        message: expect.stringContaining(plain(error.code)) as string,
      });
      return undefined;
    });
  });

  const streams = steps.filter(({ step }) => step.response.sse !== undefined);

  it.each(streams)('$name decodes to the same however its bytes are cut', ({ step: { response } }) => {
    const bytes = new TextEncoder().encode(response.sse);
    const whole = decode(codec, 'm', bytes, []);
    for (const cuts of cuttings(bytes)) {
      const { parts, text, reasoning, finish, usage } = decode(codec, 'm', bytes, cuts);
      expect({ parts, text, reasoning, finish, usage }).toEqual({
        parts: whole.parts,
        text: whole.text,
        reasoning: whole.reasoning,
        finish: whole.finish,
        usage: whole.usage,
      });
    }
  });

  it.each(streams)('$name is truncated wherever it ends before its last event', ({ step: { response } }) => {
    const bytes = new TextEncoder().encode(response.sse);
    const end = response.sse?.lastIndexOf('"type":"response.completed"') ?? 0;
    for (const at of [0, 1, 100, Math.floor(end / 2), end])
      expect(() => decode(codec, 'm', bytes.subarray(0, at), [])).toThrow(
        expect.objectContaining({ code: 'truncated', retryable: true }) as Error,
      );
  });

  const asked = steps.filter(({ step }) => step.request.body !== undefined);

  it.each(asked)('$name: its request is the one that the history so far gives', (named) => {
    const { body } = named.step.request;
    const before = named.before.map(({ request: { body: sent }, response }) => ({
      output: answerOf(response).output,
      parts: partsOf(response, plain(sent?.model ?? body.model)),
    }));
    const messages = toHistory(body, before);
    const model = plain(body.model);
    const rendered = codec.render(request({ messages, model, deltas: false }));
    const ours = JSON.parse(rendered.body) as JsonObject;
    const expected = toFacts(body);
    expect(masked(toFacts(ours), expected)).toEqual(expected);
  });
});

/** The parts of an answer as a history keeps them. */
function partsOf(response: Step['response'], model: string): AssistantPart[] {
  if (response.status !== 200) return [];
  const call = { provider: 'openai', model, headers: {}, secrets: [] };
  const events = codec.readAnswer(answerOf(response), call, request());
  const parts = events.flatMap((event) => (event.type === 'part' ? [event] : []));
  return parts.toSorted((a, b) => a.index - b.index).map(({ part }) => toKept(part));
}

function toKept(part: ModelPart): AssistantPart {
  if (part.type !== 'tool-call') return part;
  const { args, ...call } = part;
  return { ...call, input: typeof args === 'string' ? JSON.parse(args || '{}') : args };
}

/** The recording client left out some ids: nothing is said about those. */
function masked(ours: Fact[], theirs: readonly Fact[]): Fact[] {
  return ours.map((fact, at) => (theirs[at]?.id === undefined ? { ...fact, id: undefined } : fact));
}
