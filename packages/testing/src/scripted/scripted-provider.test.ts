import { isProviderError, type ModelBatch, type ModelEvent, type ModelRequest } from '@pegboard/core';
import { scriptedError, scriptedProvider } from '@pegboard/testing';
import { describe, expect, it } from 'vitest';

function ask(change: Partial<ModelRequest> = {}): ModelRequest {
  return {
    model: 'm',
    messages: [{ id: 'u1', role: 'user', content: [{ type: 'text', text: 'hi' }] }],
    tools: [],
    builtinTools: [],
    toolChoice: 'auto',
    settings: {},
    deltas: true,
    signal: new AbortController().signal,
    ...change,
  };
}

async function collect(stream: AsyncIterable<ModelBatch>): Promise<ModelEvent[]> {
  const events: ModelEvent[] = [];
  for await (const batch of stream) events.push(...batch);
  return events;
}

async function failure(stream: AsyncIterable<ModelBatch>): Promise<{ events: ModelEvent[]; error: unknown }> {
  const events: ModelEvent[] = [];
  try {
    for await (const batch of stream) events.push(...batch);
  } catch (error) {
    return { events, error };
  }
  throw new Error('the stream did not fail');
}

const types = (events: readonly ModelEvent[]): string[] => events.map(({ type }) => type);

describe('scriptedProvider', () => {
  it('answers with a text in deltas of the size asked for', async () => {
    const provider = scriptedProvider(['Hello 🙂 world'], { chunkSize: 7 });
    const events = await collect(provider.stream(ask()));
    expect(events).toEqual([
      { type: 'start', response: { id: 'scripted-1', model: 'm' } },
      { type: 'text', index: 0, text: 'Hello 🙂' },
      { type: 'text', index: 0, text: ' world' },
      {
        type: 'finish',
        finish: { unified: 'stop' },
        usage: { inputTokens: 10, outputTokens: 5, totalTokens: 15 },
      },
    ]);
  });

  it('puts several deltas into one batch when told to', async () => {
    const provider = scriptedProvider(['abcdef'], { chunkSize: 1, batchSize: 4 });
    const sizes: number[] = [];
    for await (const batch of provider.stream(ask())) sizes.push(batch.length);
    expect(sizes).toEqual([1, 4, 2, 1]);
  });

  it('sends reasoning, several texts and parallel calls with ids of its own', async () => {
    const provider = scriptedProvider([
      {
        reasoning: 'hm',
        text: ['a', 'b'],
        calls: [
          { name: 'x', input: { n: 1 } },
          { name: 'y', args: '{broken', callId: '' },
        ],
      },
    ]);
    const events = await collect(provider.stream(ask()));
    expect(types(events)).toEqual([
      'start',
      'reasoning',
      'text',
      'text',
      'tool-call-delta',
      'part',
      'tool-call-delta',
      'part',
      'finish',
    ]);
    expect(events[5]).toEqual({
      type: 'part',
      index: 3,
      part: { type: 'tool-call', callId: 'call_1', name: 'x', args: '{"n":1}', executor: 'client' },
    });
    expect(events[7]).toMatchObject({ index: 4, part: { callId: '', name: 'y', args: '{broken' } });
    expect(events.at(-1)).toMatchObject({ finish: { unified: 'tool-calls' } });
  });

  it('gives whole parts in one batch when nobody watches deltas', async () => {
    const provider = scriptedProvider([{ text: 'abc', calls: [{ name: 'x', args: { a: 1 } }] }]);
    const events = await collect(provider.stream(ask({ deltas: false })));
    expect(types(events)).toEqual(['start', 'part', 'part', 'finish']);
    expect(events[1]).toMatchObject({ part: { type: 'text', text: 'abc' } });
    expect(events[2]).toMatchObject({ part: { args: { a: 1 } } });
  });

  it('plays a function of the request, and raw events to the letter', async () => {
    const provider = scriptedProvider([
      (request, turn) => `${request.model} ${turn}`,
      { events: [[{ type: 'text', index: 0, text: 'no finish' }]] },
    ]);
    expect((await collect(provider.stream(ask())))[1]).toMatchObject({ text: 'm 1' });
    expect(types(await collect(provider.stream(ask())))).toEqual(['text']);
  });

  it('keeps requests as they were, though the caller changes his own later', async () => {
    const provider = scriptedProvider(['a']);
    const messages = [...ask().messages];
    await collect(provider.stream(ask({ messages })));
    messages.length = 0;
    expect(provider.requests[0]?.messages).toHaveLength(1);
    expect(Object.isFrozen(provider.requests[0]?.messages[0])).toBe(true);
  });

  it('takes finish, usage, response and rate limits from the turn', async () => {
    const provider = scriptedProvider([
      {
        text: 'cut',
        finish: { unified: 'length', raw: 'max_tokens' },
        usage: {},
        response: { requestId: 'r1' },
        rateLimits: { requests: { remaining: 0, resetMs: 1000 } },
      },
    ]);
    const events = await collect(provider.stream(ask()));
    expect(events[0]).toEqual({
      type: 'start',
      response: {
        id: 'scripted-1',
        model: 'm',
        requestId: 'r1',
        rateLimits: { requests: { remaining: 0, resetMs: 1000 } },
      },
    });
    expect(events.at(-1)).toEqual({
      type: 'finish',
      finish: { unified: 'length', raw: 'max_tokens' },
      usage: {},
    });
  });

  it('says which turn is missing when the script runs dry', async () => {
    const provider = scriptedProvider(['one']);
    await collect(provider.stream(ask()));
    const { error } = await failure(provider.stream(ask()));
    expect(isProviderError(error)).toBe(true);
    expect(String(error)).toContain('Turn 2 was asked for but the script has 1');
    expect(error).toMatchObject({ retryable: false });
    expect(provider.requests).toHaveLength(2);
  });

  it('plays `otherwise` for ever after', async () => {
    const provider = scriptedProvider(['one'], { otherwise: 'more' });
    for (let n = 0; n < 3; n++) await collect(provider.stream(ask()));
    expect(provider.remaining).toBe(0);
    expect((await collect(provider.stream(ask())))[1]).toMatchObject({ text: 'more' });
  });

  it('fails at the start, or after some batches, with exactly the error given', async () => {
    const limit = scriptedError('rate-limit', { retryAfterMs: 20 });
    const provider = scriptedProvider([
      { error: limit },
      { text: 'abcd', chunkSize: 1, error: 'boom', after: 2 },
    ]);
    const first = await failure(provider.stream(ask()));
    expect(first).toEqual({ events: [], error: limit });
    expect(limit).toMatchObject({ status: 429, retryable: true, retryAfterMs: 20 });
    const second = await failure(provider.stream(ask()));
    expect(types(second.events)).toEqual(['start', 'text', 'text']);
    expect(second.error).toBe('boom');
  });

  it.each([
    ['before the first event', { hang: true }, []],
    ['in the middle', { text: 'abcd', chunkSize: 2, hang: true, after: 1 }, ['start', 'text']],
    ['during latency', { text: 'a', latencyMs: 60_000 }, []],
  ])('hangs %s until the signal aborts, then rejects with its reason', async (_, turn, seen) => {
    const controller = new AbortController();
    const events: ModelEvent[] = [];
    const reading = (async () => {
      for await (const batch of scriptedProvider([turn]).stream(ask({ signal: controller.signal })))
        events.push(...batch);
    })();
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort('enough');
    await expect(reading).rejects.toBe('enough');
    expect(types(events)).toEqual(seen);
  });

  it('can settle late, ignoring the abort', async () => {
    const controller = new AbortController();
    const provider = scriptedProvider([{ text: 'late', latencyMs: 5, ignoreAbort: true }]);
    const reading = collect(provider.stream(ask({ signal: controller.signal })));
    controller.abort();
    expect(types(await reading)).toEqual(['start', 'text', 'finish']);
  });
});
