import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type AssistantMessage,
  type AssistantPart,
  createStreamReader,
  type JsonObject,
  type Message,
  type ModelEvent,
} from '@pegboard/core/provider';
import { describe, expect, it } from 'vitest';
import { createChatCodec } from './chat/codec.ts';
import { openaiProfile } from './chat/profile.ts';
import { host, type Outcome, request, run, summarise, transports } from './loopback.test-helper.ts';

const folder = fileURLToPath(new URL('../../../../shared/wire/openai-chat', import.meta.url));
const present = existsSync(folder);

interface Step {
  readonly request: { readonly body: { readonly messages: readonly WireMessage[] } };
  readonly response: {
    readonly status: number;
    readonly headers: Record<string, string>;
    readonly body?: Answer;
    readonly sse?: string;
  };
}
interface WireMessage {
  readonly role: string;
  readonly content?: unknown;
  readonly tool_call_id?: string;
  readonly tool_calls?: readonly WireCall[];
}
interface WireCall {
  readonly id: string;
  readonly function: { readonly name: string; readonly arguments: string };
}
interface Answer {
  readonly error?: { readonly code: string };
  readonly choices: readonly {
    readonly message: WireMessage & { readonly content: string | null };
    readonly finish_reason: string;
  }[];
  readonly usage?: JsonObject;
}

const files = present ? readdirSync(folder).filter((file) => file.endsWith('.json')) : [];
const steps = files.flatMap((file) => {
  // The layout is described in the README beside the recordings.
  const { steps: all } = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as { steps: Step[] };
  return all.map((step, at) => ({ name: `${file} step ${at + 1}`, step }));
});

/** What the recording holds, read in the plainest way and independently of the codec. */
interface Facts {
  text: string;
  calls: { callId: string; name: string; args: string }[];
  finish: string | undefined;
  usage: JsonObject | undefined;
}

function factsOf({ body, sse }: Step['response']): Facts {
  if (body !== undefined) {
    const [choice] = body.choices;
    const calls = choice?.message.tool_calls ?? [];
    return {
      text: choice?.message.content ?? '',
      calls: calls.map(({ id, function: { name, arguments: args } }) => ({ callId: id, name, args })),
      finish: choice?.finish_reason,
      usage: body.usage,
    };
  }
  const facts: Facts = { text: '', calls: [], finish: undefined, usage: undefined };
  for (const line of (sse ?? '').split('\n')) {
    if (!line.startsWith('data: {')) continue;
    const chunk = JSON.parse(line.slice(6));
    facts.usage = chunk.usage ?? facts.usage;
    for (const choice of chunk.choices) {
      facts.text += choice.delta.content ?? '';
      facts.finish = choice.finish_reason ?? facts.finish;
      for (const piece of choice.delta.tool_calls ?? []) {
        facts.calls[piece.index] ??= { callId: piece.id, name: piece.function.name, args: '' };
        const call = facts.calls[piece.index];
        if (call) call.args += piece.function.arguments;
      }
    }
  }
  return facts;
}

const unified: Record<string, string> = { stop: 'stop', tool_calls: 'tool-calls' };

function compare(outcome: Outcome, facts: Facts): void {
  expect(outcome.text).toBe(facts.text);
  expect(outcome.calls.map(({ callId, name, args }) => ({ callId, name, args }))).toEqual(facts.calls);
  expect(outcome.finish).toEqual({ unified: unified[facts.finish ?? ''], raw: facts.finish });
  expect(outcome.usage?.raw).toEqual(facts.usage);
  expect(outcome.usage?.inputTokens).toBe(facts.usage?.prompt_tokens);
  expect(outcome.usage?.outputTokens).toBe(facts.usage?.completion_tokens);
  const details = facts.usage?.completion_tokens_details as JsonObject | undefined; // as OpenAI documents it
  expect(outcome.usage?.reasoningTokens).toBe(details?.reasoning_tokens);
  expect(outcome.events.filter((event) => event.type === 'finish')).toHaveLength(1);
  expect(outcome.events.at(-1)?.type).toBe('finish');
}

const call = { provider: 'openai', model: 'm', headers: {}, secrets: [] };
const codec = createChatCodec(openaiProfile('openai'));

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

describe.skipIf(!present)('recorded traffic (../shared/wire/openai-chat; skipped where it is absent)', () => {
  describe.each(transports)('through %s', (_, make) => {
    it.each(steps)('$name decodes to what it holds', async ({ step: { response } }) => {
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
        message: expect.stringContaining(response.body?.error?.code ?? '?') as string,
      });
      return undefined;
    });
  });

  const recordedStreams = steps.filter(({ step }) => step.response.sse !== undefined);

  it.each(recordedStreams)(
    '$name decodes to the same however its bytes are cut',
    ({ step: { response } }) => {
      const bytes = new TextEncoder().encode(response.sse);
      const facts = factsOf(response);
      compare(decode(bytes, [...bytes.keys()].slice(1)), facts);
      const next = random(bytes.length);
      for (let round = 0; round < 50; round++) {
        const cuts = Array.from({ length: 1 + Math.floor(next() * 40) }, () =>
          Math.floor(next() * bytes.length),
        );
        compare(
          decode(
            bytes,
            cuts.toSorted((a, b) => a - b),
          ),
          facts,
        );
      }
      const places =
        bytes.length < 4000
          ? bytes.keys()
          : Array.from({ length: 200 }, () => Math.floor(next() * bytes.length));
      for (const place of places) compare(decode(bytes, [place]), facts);
    },
  );

  it.each(recordedStreams)(
    '$name is truncated wherever it ends before its finish reason',
    ({ step: { response } }) => {
      const bytes = new TextEncoder().encode(response.sse);
      const finishAt = response.sse?.search(/"finish_reason":\s?"/) ?? 0;
      for (const end of [0, 1, 100, Math.floor(finishAt / 2), finishAt]) {
        expect(() => decode(bytes.subarray(0, end), [])).toThrow(
          expect.objectContaining({ code: 'truncated', retryable: true }) as Error,
        );
      }
    },
  );

  it.each(steps)(
    '$name: its conversation renders to the same roles, ids, names, arguments and texts',
    ({ step }) => {
      const { messages } = step.request.body;
      const body = JSON.parse(codec.render(request({ messages: toMessages(messages) })).body);
      expect(body.messages.map(toFacts)).toEqual(messages.map(toFacts));
    },
  );
});

/** The conversation of a recording in our form, as far as this API carries it. */
function toMessages(wire: readonly WireMessage[]): Message[] {
  const result: Message[] = [];
  for (const [at, message] of wire.entries()) {
    const id = `m${at}`;
    if (message.role === 'system')
      result.push({ id, role: 'system', content: [{ type: 'text', text: String(message.content) }] });
    else if (message.role === 'user')
      result.push({ id, role: 'user', content: toUserParts(message.content) });
    else if (message.role === 'assistant') result.push(toAssistant(id, message));
    else {
      const part = {
        type: 'tool-result',
        callId: message.tool_call_id ?? '',
        name: 'tool',
        status: 'success',
        content: [{ type: 'text', text: String(message.content) }],
        executor: 'client',
      } as const;
      const last = result.at(-1);
      if (last?.role === 'tool') result[result.length - 1] = { ...last, content: [...last.content, part] };
      else result.push({ id, role: 'tool', content: [part] });
    }
  }
  return result;
}

function toAssistant(id: string, message: WireMessage): AssistantMessage {
  const content: AssistantPart[] = [];
  if (typeof message.content === 'string') content.push({ type: 'text', text: message.content });
  for (const { id: callId, function: called } of message.tool_calls ?? []) {
    content.push({
      type: 'tool-call',
      callId,
      name: called.name,
      input: JSON.parse(called.arguments),
      executor: 'client',
    });
  }
  return { id, role: 'assistant', content };
}

type UserParts = Extract<Message, { role: 'user' }>['content'];

function toUserParts(content: unknown): UserParts {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  // The parts that the recordings hold.
  return (content as Record<string, never>[]).map((part: Record<string, Record<string, string>>) => {
    if (part.image_url) return fromUrl('image/png', String(part.image_url.url));
    if (part.file)
      return { ...fromUrl('', String(part.file.file_data)), filename: String(part.file.filename) };
    if (part.input_audio)
      return {
        type: 'media',
        mediaType: `audio/${part.input_audio.format}`,
        data: String(part.input_audio.data),
      };
    return { type: 'text', text: part.text as never };
  });
}

function fromUrl(mediaType: string, url: string): Extract<UserParts[number], { type: 'media' }> {
  const [, type = mediaType, data] = /^data:([^;]+);base64,(.*)$/s.exec(url) ?? [];
  return { type: 'media', mediaType: type, ...(data === undefined ? { url } : { data }) };
}

/** What must be equal; the recording client made its own choices for the rest. */
function toFacts({ role, content, tool_calls: calls, tool_call_id: callId }: WireMessage): object {
  const parts =
    typeof content === 'string'
      ? [{ type: 'text', text: content }]
      : ((content ?? []) as Record<string, unknown>[]);
  return {
    role,
    callId,
    calls: calls?.map(({ id, function: called }) => [
      id,
      called.name,
      JSON.parse(called.arguments) as unknown,
    ]),
    parts: parts.map(({ type, text, image_url: image, input_audio: audio, file }) => [
      type,
      text,
      (image as { url?: string } | undefined)?.url,
      (audio as { data?: string } | undefined)?.data,
      (file as { file_data?: string } | undefined)?.file_data,
    ]),
  };
}
