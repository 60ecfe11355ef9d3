import { describe, expect, it } from 'vitest';
import {
  type CallInfo,
  createFrameCodec,
  type FrameCodecOptions,
  type JsonValue,
  type ModelEvent,
  type ModelRequest,
  pickJson,
} from '../doors/provider.ts';

const call: CallInfo = { provider: 'acme', model: 'm', headers: { 'x-request-id': 'r1' }, secrets: ['sk-1'] };
const request = {} as ModelRequest; // readers of frames never look at it

const codec = createFrameCodec({
  framing: 'ndjson',
  render: () => ({ path: '/', body: '{}', warnings: [] }),
  read(frame, answer) {
    if (frame['id'] !== undefined) answer.start(frame);
    answer.reasoning(frame['think']);
    answer.text(frame['say'], frame['block']);
    if (frame['call'] !== undefined) answer.call(frame['call'] as object);
    answer.usage({ inputTokens: frame['read'], outputTokens: frame['wrote'] }, frame);
    answer.end(frame['end']);
  },
  finishReasons: { done: 'stop', calls: 'tool-calls', cut: 'length' },
  errorOf: ({ error }) => (typeof error === 'string' ? { message: error } : undefined),
});

function stream(...frames: readonly JsonValue[]): ModelEvent[] {
  const reader = codec.createReader(call, request);
  const out: ModelEvent[] = [];
  for (const frame of frames) reader.read(frame, out);
  expect(reader.complete).toBe(true);
  reader.finish(out);
  return out;
}

const finishOf = (events: readonly ModelEvent[]): ModelEvent | undefined => events.at(-1);

describe('createFrameCodec', () => {
  it('makes events of what its function tells of frames', () => {
    expect(stream({ id: 'a' }, { say: 'Hel' }, { say: 'lo' }, { end: 'done', read: 3, wrote: 2 })).toEqual([
      { type: 'start', response: { id: 'a', requestId: 'r1' } },
      { type: 'text', index: 0, text: 'Hel' },
      { type: 'text', index: 0, text: 'lo' },
      {
        type: 'finish',
        finish: { unified: 'stop', raw: 'done' },
        usage: { inputTokens: 3, outputTokens: 2, raw: { end: 'done', read: 3, wrote: 2 } },
      },
    ]);
  });

  it.each([
    ['done', true, 'tool-calls'],
    ['calls', false, 'stop'],
    ['cut', true, 'length'],
    ['constructor', false, 'other'],
  ])('unifies the reason %s, with calls: %s', (end, calls, unified) => {
    const made = calls ? [{ call: { id: 'c', name: 'f', args: { a: 1 } } }] : [{ say: 'x' }];
    expect(finishOf(stream(...made, { end }))).toMatchObject({ finish: { unified, raw: end } });
  });

  it('takes values of another type for absent', () => {
    const events = stream(
      { id: 7, say: 1, read: '3', think: null },
      { call: { name: 'f', args: null } },
      'x',
      [],
      {
        end: 'done',
      },
    );
    expect(events.map(({ type }) => type)).toEqual(['start', 'tool-call-delta', 'part', 'finish']);
    expect(finishOf(events)).toMatchObject({ usage: {} });
  });

  it('tells an error in a frame, an answer and a refusal, without keys', () => {
    const reader = codec.createReader(call, request);
    expect(() => reader.read({ error: 'sk-1 is bad' }, [])).toThrow(/acme reported an error[^]*is bad/);
    expect(() => codec.readAnswer({ error: 'no' }, call, request)).toThrow(/acme reported an error/);
    const refusal = codec.toError(429, '{"error":"slow down, sk-1"}', call);
    expect(refusal).toMatchObject({ code: 'rate-limit', status: 429, retryable: true });
    expect(refusal.message).not.toContain('sk-1');
    expect(codec.toError(502, '<html>', call).message).toContain('The answer starts with: <html>');
  });

  it('refuses a whole answer that does not say why it ends', () => {
    for (const answer of [{}, null, [], { say: 'x' }, { end: 7 }])
      expect(() => codec.readAnswer(answer, call, request)).toThrow(
        expect.objectContaining({ code: 'invalid-response' }),
      );
    expect(codec.readAnswer({ say: 'x', end: 'done' }, call, request)).toHaveLength(3);
  });

  it('hands on render, framing and what else a codec says', () => {
    const options: FrameCodecOptions = {
      framing: 'sse',
      endMark: 'END',
      fetches: () => false,
      render: () => ({ path: '/x', body: '', warnings: [] }),
      read: () => {},
      finishReasons: {},
      errorOf: () => undefined,
    };
    const made = createFrameCodec(options);
    expect([made.framing, made.endMark, made.render(request).path]).toEqual(['sse', 'END', '/x']);
  });
});

it('pickJson looks at no prototype and never fails', () => {
  expect(pickJson({ a: [{ b: 1 }] }, 'a', 0, 'b')).toBe(1);
  expect(pickJson({ a: null }, 'a', 'b')).toBeUndefined();
  expect(pickJson({}, 'constructor')).toBeUndefined();
  expect(pickJson(undefined, 'a')).toBeUndefined();
  expect(pickJson('text', 'length')).toBeUndefined();
});
