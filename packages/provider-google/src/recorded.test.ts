import {
  type AssistantPart,
  type Codec,
  createStreamReader,
  type Message,
  type ModelEvent,
  type ToolResultPart,
  type UserPart,
} from '@pegboard/core/provider';
import { describe, expect, it } from 'vitest';
import { createGoogleCodec } from './codec.ts';
import { google } from './index.ts';
import { host, type Outcome, request, run, summarise, toMessage, transports } from './loopback.test-util.ts';
import {
  bytesOf,
  camelCase,
  chunksOf,
  type Content,
  counts,
  modelOf,
  type Part,
  partsOf,
  present,
  type Recording,
  recordings,
  type Step,
} from './recorded.test-util.ts';

const steps = recordings.flatMap(({ file, steps: all }) =>
  all.map((step, at) => ({ name: `${file} step ${at + 1}`, step })),
);
const recordedStreams = steps.filter(({ step }) => step.response.sse !== undefined);

/** What the recording holds, read in the plainest way and independently of the codec. */
function factsOf(response: Step['response']): object {
  const chunks = chunksOf(response);
  const parts = partsOf(response);
  const usage = chunks.findLast(({ usageMetadata }) => usageMetadata)?.usageMetadata;
  return {
    text: parts.map(({ text = '', thought }) => (thought ? '' : text)).join(''),
    reasoning: parts.map(({ text = '', thought }) => (thought ? text : '')).join(''),
    calls: parts.flatMap(({ functionCall: call }) =>
      call ? [[call.id ?? '', call.name, call.args ?? {}]] : [],
    ),
    media: parts.flatMap(({ inlineData: media }) => (media ? [[media.mimeType, media.data]] : [])),
    server: parts.flatMap((part) => serverPart(part)),
    signatures: parts.flatMap(({ thoughtSignature }) => thoughtSignature ?? []),
    finish:
      chunks.findLast(({ candidates }) => candidates?.[0]?.finishReason)?.candidates?.[0]?.finishReason ??
      chunks.find(({ promptFeedback }) => promptFeedback)?.promptFeedback?.blockReason,
    sources: [
      ...new Set(
        chunks
          .flatMap(({ candidates }) => candidates?.[0]?.groundingMetadata?.groundingChunks ?? [])
          .flatMap((each: Record<string, { uri?: string }>) => each.web?.uri ?? []),
      ),
    ],
    usage: usage && [
      (usage.promptTokenCount ?? 0) + (usage.toolUsePromptTokenCount ?? 0),
      (usage.candidatesTokenCount ?? 0) + (usage.thoughtsTokenCount ?? 0),
      usage.totalTokenCount,
      usage.cachedContentTokenCount,
      usage.thoughtsTokenCount,
      usage,
    ],
  };
}

function serverPart({ executableCode, codeExecutionResult, toolCall, toolResponse }: Part): unknown[] {
  return [executableCode, codeExecutionResult, toolCall, toolResponse].filter((each) => each !== undefined);
}

/** The same facts of what the provider made of it. */
function factsOfOutcome({ text, reasoning, calls, parts, finish, usage }: Outcome): object {
  const kept = parts.map((part) => part.providerData?.['google.generate-content'] ?? {});
  const wireParts = kept.flatMap(({ part }) => (part === undefined ? [] : [part as Part]));
  return {
    text,
    reasoning,
    calls: calls.map(({ callId, name, args }) => [callId, name, args]),
    media: parts.flatMap((part) => (part.type === 'media' ? [[part.mediaType, part.data]] : [])),
    server: wireParts.flatMap(serverPart),
    signatures: kept.flatMap(
      ({ thoughtSignature, part }) => thoughtSignature ?? (part as Part)?.thoughtSignature ?? [],
    ),
    finish: finish?.raw,
    sources: [
      ...new Set(
        parts.flatMap((part) => (part.type === 'source' && part.url?.startsWith('http') ? [part.url] : [])),
      ),
    ],
    usage: usage?.raw && [
      usage.inputTokens ?? 0,
      usage.outputTokens ?? 0,
      usage.totalTokens,
      usage.cachedInputTokens,
      usage.reasoningTokens,
      usage.raw,
    ],
  };
}

const unified: Record<string, string> = {
  MAX_TOKENS: 'length',
  SAFETY: 'content-filter',
  MODEL_ARMOR: 'content-filter',
  UNEXPECTED_TOOL_CALL: 'error',
};

function compare(outcome: Outcome, response: Step['response']): void {
  const { finish } = outcome;
  expect(factsOfOutcome(outcome)).toEqual(factsOf(response));
  const normal = outcome.calls.length > 0 ? 'tool-calls' : 'stop';
  expect(finish?.unified).toBe(unified[finish?.raw ?? ''] ?? normal);
  expect(outcome.events.filter(({ type }) => type === 'finish')).toHaveLength(1);
  expect(outcome.events.at(-1)?.type).toBe('finish');
}

const codecs = [false, true].map((cloud) =>
  createGoogleCodec({ provider: 'google', cloud, modelInfo: () => undefined }),
);
const codecOf = ({ request: { host: name } }: Step): Codec =>
  codecs[name.includes('aiplatform') ? 1 : 0] as Codec; // there are two
const [codec] = codecs as [Codec];
const call = { provider: 'google', model: 'm', headers: {}, secrets: [] };

function decode(bytes: Uint8Array, cuts: readonly number[], model = 'm'): Outcome {
  const reader = createStreamReader(codec, codec.createReader(call, request({ model })), call);
  const events: ModelEvent[] = [];
  const edges = [0, ...cuts, bytes.length];
  for (let at = 1; at < edges.length; at++)
    events.push(...reader.bytes(bytes.subarray(edges[at - 1], edges[at])));
  events.push(...reader.end());
  if (reader.failure) throw reader.failure;
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

const title = 'recorded traffic (../shared/wire; skipped where it is absent)';

describe.skipIf(!present)(title, () => {
  it('is there in full', () => {
    expect(recordings.length + counts.length).toBeGreaterThanOrEqual(33);
  });

  it.each(counts)('$file: what came of counting is told', async ({ steps: [step] }) => {
    const { status = 0, headers, body } = step?.response ?? {};
    const { origin } = await host((answer) => answer.writeHead(status, headers).end(JSON.stringify(body)));
    const provider = google({ baseURL: `${origin}/v1beta`, apiKey: 'k' });
    await expect(provider.countTokens?.(request())).rejects.toMatchObject({
      status,
      code: 'not-found',
      message: expect.stringContaining(body?.error?.message.slice(0, 40) ?? '?') as string,
    });
  });

  describe.each(transports)('through %s', (_, make) => {
    it.each(steps)('$name decodes to what it holds', async ({ step: { response } }) => {
      const text = response.sse ?? JSON.stringify(response.body);
      const { origin } = await host((answer) =>
        answer.writeHead(response.status, response.headers).end(text),
      );
      const outcome = run(make(origin), { deltas: response.sse !== undefined });
      if (response.status === 200) return compare(await outcome, response);
      await expect(outcome).rejects.toMatchObject({
        name: 'ProviderError',
        status: response.status,
        code: response.status === 404 ? 'not-found' : 'invalid-request',
        retryable: false,
        message: expect.stringContaining(response.body?.error?.message.slice(0, 40) ?? '?') as string,
      });
      return undefined;
    });
  });

  it.each(recordedStreams)(
    '$name decodes to the same however its bytes are cut',
    ({ step: { response } }) => {
      const bytes = new TextEncoder().encode(response.sse);
      compare(decode(bytes, [...bytes.keys()].slice(1)), response);
      const next = random(bytes.length);
      const place = (): number => Math.floor(next() * bytes.length);
      for (let round = 0; round < 40; round++) {
        const cuts = Array.from({ length: 1 + Math.floor(next() * 40) }, place);
        const sorted = cuts.toSorted((a, b) => a - b);
        compare(decode(bytes, sorted), response);
      }
      const places = bytes.length < 2500 ? bytes.keys() : Array.from({ length: 100 }, place);
      for (const each of places) compare(decode(bytes, [each]), response);
    },
  );

  it.each(recordedStreams)(
    '$name is truncated wherever it ends before its finish reason',
    ({ step: { response } }) => {
      const bytes = new TextEncoder().encode(response.sse);
      const finishAt = response.sse?.search(/"finishReason"/) ?? 0;
      for (const end of [0, 1, 100, Math.floor(finishAt / 2), finishAt]) {
        expect(() => decode(bytes.subarray(0, Math.min(end, finishAt)), [])).toThrow(
          expect.objectContaining({ code: 'truncated', retryable: true }) as Error,
        );
      }
    },
  );

  it.each(recordings)('$file: each request follows from the answers before it', (recording) => {
    for (const [at, step] of recording.steps.entries()) {
      const model = modelOf(step);
      const contents = camelCase(step.request.body.contents);
      const messages = toMessages(contents, answersBefore(recording, at), model);
      const rendered = JSON.parse(codecOf(step).render(request({ model, messages })).body) as {
        contents: Content[];
      };
      const found = turnFacts(rendered.contents);
      const wanted = turnFacts(contents);
      expect(found.map(({ facts }) => facts)).toEqual(wanted.map(({ facts }) => facts));
      for (const [turn, { signatures }] of wanted.entries())
        expect(found[turn]?.signatures).toEqual(expect.arrayContaining(signatures));
    }
  });
});

/** Earlier answers of the same model, as messages of ours. */
function answersBefore({ steps: all }: Recording, at: number): readonly Message[] {
  return all.slice(0, at).flatMap((step, index) => {
    if (step.response.status !== 200) return [];
    const { body, sse } = step.response;
    const model = modelOf(step);
    const outcome =
      body === undefined
        ? decode(new TextEncoder().encode(sse), [], model)
        : summarise(codec.readAnswer(body as never, call, request({ model })));
    return [toMessage(outcome, `a${index}`, model)];
  });
}

const standIns = new Set(
  ['skip_thought_signature_validator', btoa('skip_thought_signature_validator')].map(bytesOf),
);

interface TurnFacts {
  readonly facts: object;
  readonly signatures: string[];
}

/** What must be equal, turn by turn; the recording client made ids, cut contents and joined parts as it liked. */
function turnFacts(contents: readonly Content[]): TurnFacts[] {
  const turns: { role: string; parts: Part[] }[] = [];
  for (const { role, parts } of contents) {
    const last = turns.at(-1);
    if (last?.role === role) last.parts.push(...parts);
    else turns.push({ role, parts: [...parts] });
  }
  return turns.map(({ role, parts }) => ({
    facts: {
      role,
      // An instruction alone was recorded with an empty question, which we do not send.
      text: parts.map(({ text = '', thought }) => (thought || text === 'Begin.' ? '' : text)).join(''),
      calls: parts.flatMap(({ functionCall: each }) => (each ? [[each.name, each.args ?? {}]] : [])),
      results: parts.flatMap(({ functionResponse: each }) => each?.name ?? []),
      media: parts
        .flatMap((part) => [part, ...(part.functionResponse?.parts ?? [])])
        .flatMap(({ inlineData, fileData }) => inlineData?.data ?? fileData?.fileUri ?? []),
      server: parts
        .flatMap((part) => [
          part.executableCode?.code,
          part.codeExecutionResult?.output,
          part.toolCall?.id,
          part.toolResponse?.id,
        ])
        .filter((each) => each !== undefined),
    },
    signatures: parts
      .flatMap(({ thoughtSignature }) => (thoughtSignature === undefined ? [] : [bytesOf(thoughtSignature)]))
      .filter((each) => !standIns.has(each)),
  }));
}

/** The conversation of a recorded request: where a content is an earlier answer, that answer as it was decoded. */
function toMessages(contents: readonly Content[], answers: readonly Message[], model: string): Message[] {
  const messages: Message[] = [];
  let callIds: string[] = [];
  for (const [at, { role, parts }] of contents.entries()) {
    if (role === 'model') {
      const found = answers.find((answer) => isSame(answer, parts));
      const message = found ?? foreignAnswer(`f${at}`, parts, model);
      const last = messages.at(-1);
      if (last?.role === 'assistant' && message.role === 'assistant')
        messages[messages.length - 1] = { ...last, content: [...last.content, ...message.content] };
      else {
        callIds = [];
        messages.push(message);
      }
      if (message.role === 'assistant')
        callIds.push(
          ...message.content.flatMap((part) =>
            part.type === 'tool-call' && part.executor === 'client' ? [part.callId] : [],
          ),
        );
      continue;
    }
    const results = parts.filter(({ functionResponse }) => functionResponse);
    const rest = parts.filter(({ functionResponse }) => !functionResponse);
    if (results.length > 0) messages.push(toResults(`t${at}`, results, callIds));
    const content = rest.flatMap(toUserPart);
    if (rest.length > 0) messages.push({ id: `u${at}`, role: 'user', content });
  }
  return messages;
}

function isSame(answer: Message, parts: readonly Part[]): boolean {
  if (answer.role !== 'assistant') return false;
  const text = JSON.stringify(answer.content);
  const signatures = parts.flatMap(({ thoughtSignature }) => thoughtSignature ?? []);
  const own = signatures.map(bytesOf).filter((each) => !standIns.has(each));
  if (own.length > 0) return own.every((each) => text.includes(each));
  const calls = parts.flatMap(({ functionCall }) =>
    functionCall ? [JSON.stringify(functionCall.args ?? {})] : [],
  );
  const said = parts.map((part) => part.text ?? '').join('');
  return calls.length > 0 && signatures.length === 0
    ? calls.every((args) => text.includes(`"input":${args}`))
    : signatures.length === 0 && said !== '' && text.includes(JSON.stringify(said).slice(1, -1));
}

function foreignAnswer(id: string, parts: readonly Part[], model: string): Message {
  const content = parts.flatMap((part, at): AssistantPart[] => {
    const { functionCall: each, text } = part;
    if (each) {
      const callId = each.id ?? `${id}_${at}`;
      return [{ type: 'tool-call', callId, name: each.name, input: each.args ?? {}, executor: 'client' }];
    }
    return text ? [{ type: 'text', text }] : [];
  });
  return { id, role: 'assistant', content, origin: { provider: 'another', model } };
}

function toResults(id: string, parts: readonly Part[], callIds: readonly string[]): Message {
  const content = parts.map(({ functionResponse: each }, at): ToolResultPart => ({
    type: 'tool-result',
    callId: callIds[at] ?? '',
    name: each?.name ?? '',
    status: 'success',
    content: [{ type: 'text', text: 'x' }, ...(each?.parts ?? []).flatMap(toUserPart)],
    executor: 'client',
  }));
  return { id, role: 'tool', content };
}

function toUserPart({ text, inlineData, fileData }: Part): UserPart[] {
  if (inlineData) return [{ type: 'media', mediaType: inlineData.mimeType, data: inlineData.data }];
  if (fileData) return [{ type: 'media', mediaType: fileData.mimeType, url: fileData.fileUri }];
  return text ? [{ type: 'text', text }] : [];
}
