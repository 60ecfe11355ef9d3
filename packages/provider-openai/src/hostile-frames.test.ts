import {
  type AssistantPart,
  type Codec,
  createStreamReader,
  isProviderError,
  type JsonObject,
  type JsonValue,
  type Message,
  type ModelEvent,
} from '@pegboard/core/provider';
import { describe, expect, it } from 'vitest';
import { createChatCodec } from './chat/codec.ts';
import { cautious } from './chat/profile.ts';
import { ask, request, summarise } from './loopback.test-helper.ts';
import { absent, framesOf, recordings } from './recordings.test-helper.ts';
import { createResponsesCodec } from './responses/codec.ts';
import { responsesProfile } from './responses/profile.ts';

const find = (): undefined => undefined;
const call = { provider: 'openai', model: 'm', headers: {}, secrets: [] };
const junk: readonly JsonValue[] = [
  null,
  0,
  -1,
  1e9,
  '',
  'x',
  true,
  [],
  {},
  [null],
  [[]],
  { type: 7 },
  { id: {} },
];

/** Numbers from 0 to 1, the same in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A copy in which some values are what they should not be. */
function spoil(value: JsonValue, next: () => number): JsonValue {
  if (next() < 0.04) return junk[Math.floor(next() * junk.length)] ?? null;
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((each) => spoil(each, next));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as JsonObject);
  return Object.fromEntries(entries.map(([key, each]) => [key, spoil(each ?? null, next)]));
}

function readAll(codec: Codec, frames: readonly JsonValue[]): unknown {
  const reader = createStreamReader(codec, codec.createReader(call, request()), call);
  const events = frames.flatMap((frame) => [...reader.frame(frame)]);
  events.push(...reader.end());
  if (reader.failure === undefined) sendBack(codec, events);
  return reader.failure;
}

/** What was read can be the history of the next request. */
function sendBack(codec: Codec, events: ModelEvent[]): void {
  const content = summarise(events).parts.map((part): AssistantPart => {
    if (part.type !== 'tool-call') return part;
    const { args, ...rest } = part;
    return { ...rest, input: typeof args === 'string' ? {} : args };
  });
  const messages: Message[] = [ask, { id: 'a', role: 'assistant', content }, ask];
  expect(JSON.parse(codec.render(request({ model: 'm', messages })).body)).toMatchObject({ model: 'm' });
}

function readWhole(codec: Codec, answer: JsonValue): unknown {
  try {
    sendBack(codec, codec.readAnswer(answer, call, request()));
  } catch (error) {
    return error;
  }
  return undefined;
}

const codecs: [string, Codec, RegExp][] = [
  ['Chat Completions', createChatCodec({ ...cautious, provider: 'openai', find }), /\/chat\/completions$/],
  [
    'Responses',
    createResponsesCodec(responsesProfile({ provider: 'openai', find })),
    /\/responses(?:\/|\?|$)/,
  ],
];
const groups = ['openai-chat', 'openai-responses', 'openai-compatible'];

describe.skipIf(absent)(
  'answers in which anything may be anything (../shared/wire; skipped where it is absent)',
  () => {
    it.each(codecs)('of %s are read, or refused as what they are', (_, codec, path) => {
      const steps = groups
        .flatMap((group) => recordings(group, path))
        .flatMap((recording) => recording.steps);
      const next = random(7);
      let read = 0;
      for (const { response } of steps)
        for (let round = 0; round < 15; round++) {
          const failure = response.body
            ? readWhole(codec, spoil(response.body, next))
            : readAll(
                codec,
                framesOf(response.sse).map((frame) => spoil(frame, next)),
              );
          if (failure !== undefined) expect(failure).toSatisfy(isProviderError);
          else read += 1;
        }
      expect(read).toBeGreaterThan(100);
    });
  },
);
