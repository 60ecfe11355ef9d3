import { describe, expect, it } from 'vitest';
import { type ModelBatch, type ModelRequest, type Provider, userMessage } from '@pegboard/core';
import { type TimeoutOptions, withTimeout } from '@pegboard/core/models';
import { scriptedProvider, type TurnSpec } from '@pegboard/testing';

function request(more: Partial<ModelRequest> = {}): ModelRequest {
  const { signal } = new AbortController();
  const messages = [userMessage('Hi')];
  return {
    model: 'm',
    messages,
    tools: [],
    builtinTools: [],
    toolChoice: 'auto',
    settings: {},
    deltas: true,
    signal,
    ...more,
  };
}

async function read(provider: Provider, more?: Partial<ModelRequest>): Promise<string> {
  let text = '';
  for await (const batch of provider.stream(request(more)))
    for (const event of batch) {
      if (event.type === 'text') text += event.text;
      if (event.type === 'part' && event.part.type === 'text') text += event.part.text;
    }
  return text;
}

function play(turn: TurnSpec, options: TimeoutOptions, more?: Partial<ModelRequest>): Promise<string> {
  return read(withTimeout(scriptedProvider([turn]), options), more);
}

describe('withTimeout', () => {
  const stuck = { text: 'Half of it is here', ignoreAbort: true } as const;

  it('limits the wait for the first piece', async () => {
    await expect(play({ ...stuck, hang: true }, { firstTokenMs: 15 })).rejects.toMatchObject({
      code: 'timeout',
      retryable: true,
      provider: 'scripted',
      model: 'm',
      message: expect.stringMatching(/first piece .* 15 ms/) as string,
    });
  });

  it('does not take a start or a warning for a first piece', async () => {
    const events = [
      [{ type: 'start', response: {} }],
      [{ type: 'warning', code: 'a', message: 'b' }],
    ] as const;
    await expect(
      play({ events, after: 2, hang: true, ignoreAbort: true }, { firstTokenMs: 15 }),
    ).rejects.toMatchObject({ code: 'timeout' });
  });

  it('limits the gap between two pieces', async () => {
    await expect(
      play({ ...stuck, after: 1, hang: true }, { firstTokenMs: false, tokenMs: 15 }),
    ).rejects.toThrow(/next piece .* 15 ms/);
  });

  it('lets a long answer pass whose gaps are short', async () => {
    const slow = { text: 'x'.repeat(20), chunkSize: 1, betweenMs: 3 };
    expect(await play(slow, { firstTokenMs: 30, tokenMs: 30 })).toHaveLength(20);
  });

  it('limits the whole, with deltas only when asked', async () => {
    const slow = { text: 'x'.repeat(50), chunkSize: 1, betweenMs: 2 };
    await expect(play(slow, { requestMs: 20 })).rejects.toThrow(/whole answer .* 20 ms/);
    await expect(play({ ...stuck, hang: true }, { requestMs: 15 }, { deltas: false })).rejects.toThrow(
      /whole answer/,
    );
  });

  it('has no limit on pieces for one-shot answers', async () => {
    expect(
      await play({ text: 'done', latencyMs: 30 }, { firstTokenMs: 5, tokenMs: 5 }, { deltas: false }),
    ).toBe('done');
  });

  it('false and very large numbers are no limits', async () => {
    expect(await play({ text: 'done', latencyMs: 20 }, { firstTokenMs: false, tokenMs: false })).toBe('done');
    expect(
      await play(
        { text: 'done', latencyMs: 5 },
        { requestMs: Infinity, firstTokenMs: 2 ** 40, tokenMs: Infinity },
      ),
    ).toBe('done');
  });

  it('does not count the time that the reader takes', async () => {
    const provider = withTimeout(scriptedProvider([{ text: 'abc', chunkSize: 1 }]), { tokenMs: 10 });
    const pieces: ModelBatch[] = [];
    for await (const batch of provider.stream(request())) {
      pieces.push(batch);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    expect(pieces.at(-1)).toMatchObject([{ type: 'finish' }]);
  });

  it('tells the provider by its signal, and hands on an abort at once', async () => {
    const provider = scriptedProvider([
      { ...stuck, hang: true },
      { ...stuck, hang: true },
    ]);
    await expect(read(withTimeout(provider, { firstTokenMs: 10 }))).rejects.toThrow('took too long');
    expect(provider.requests[0]?.signal.aborted).toBe(true);
    const controller = new AbortController();
    const reading = read(withTimeout(provider), { signal: controller.signal });
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(reading).rejects.toBe(reason);
    expect(provider.requests[1]?.signal.reason).toBe(reason);
  });

  it('does not ask a provider for an aborted request', async () => {
    const provider = scriptedProvider(['done']);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(read(withTimeout(provider), { signal })).rejects.toThrow('enough');
    expect(provider.requests).toHaveLength(0);
  });

  it('tells the provider when its reader leaves', async () => {
    const provider = scriptedProvider(['A rather long answer']);
    for await (const _ of withTimeout(provider).stream(request())) break;
    expect(provider.requests).toHaveLength(1);
    expect(provider.requests[0]?.signal.aborted).toBe(true);
  });
});

describe('a provider that breaks its contract is named', () => {
  const iterators: readonly (readonly [string, () => unknown])[] = [
    [
      'stream throws',
      () => {
        throw new Error('early');
      },
    ],
    ['stream gives no iterable', () => undefined],
    [
      'next throws',
      () => ({
        [Symbol.asyncIterator]: () => ({
          next: () => {
            throw new Error('next');
          },
        }),
      }),
    ],
    ['next gives no promise', () => ({ [Symbol.asyncIterator]: () => ({ next: () => ({ done: true }) }) })],
    [
      'next rejects with a string',
      () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject('next') }) }),
    ], // oxlint-disable-line typescript/prefer-promise-reject-errors -- the point
    [
      'a batch is no array',
      () => ({ [Symbol.asyncIterator]: () => ({ next: async () => ({ done: false, value: 'text' }) }) }),
    ],
  ];
  it.each(iterators)('%s', async (_, stream) => {
    const provider = { name: 'odd', stream } as unknown as Provider;
    await expect(read(withTimeout(provider))).rejects.toMatchObject({
      name: 'ProviderError',
      code: 'provider-bug',
      provider: 'odd',
      retryable: false,
    });
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['gives nothing', () => undefined],
    ['rejects', () => Promise.reject(new Error('no'))],
  ])('a return that %s harms nobody', async (_, leaving) => {
    const iterator = { next: () => new Promise(() => undefined), return: leaving };
    const provider = {
      name: 'odd',
      stream: () => ({ [Symbol.asyncIterator]: () => iterator }),
    } as unknown as Provider;
    await expect(read(withTimeout(provider, { firstTokenMs: 5 }))).rejects.toMatchObject({ code: 'timeout' });
  });
});
