import { describe, expect, it } from 'vitest';
import {
  Agent,
  defineTool,
  type AgentEvent,
  isRunError,
  type ModelBatch,
  type ModelRequest,
  type Provider,
  userMessage,
} from '@pegboard/core';
import { retry, type RetryOptions, withRetry } from '@pegboard/core/models';
import { scriptedError, scriptedProvider, type ScriptedTurn } from '@pegboard/testing';

const quick: RetryOptions = { minDelayMs: 1, maxDelayMs: 2 };

function request(signal = new AbortController().signal): ModelRequest {
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
  };
}

async function collect(provider: Provider, signal?: AbortSignal): Promise<readonly ModelBatch[number][]> {
  const events = [];
  for await (const batch of provider.stream(request(signal))) events.push(...batch);
  return events;
}

function textIn(events: readonly ModelBatch[number][]): string {
  return events.flatMap((event) => (event.type === 'text' ? [event.text] : [])).join('');
}

const failing = (count: number, turn: ScriptedTurn): ScriptedTurn[] =>
  Array.from({ length: count }, () => turn);

const waits = async (options: RetryOptions, count: number): Promise<number[]> => {
  const provider = scriptedProvider([...failing(count, { error: scriptedError('server') }), 'done']);
  const events = await collect(withRetry(provider, { ...options, retries: count }));
  return events.flatMap((event) => (event.type === 'warning' ? [Number(event.details?.['delayMs'])] : []));
};

describe('withRetry', () => {
  it.each(['timeout', 'conflict', 'rate-limit', 'server', 'overloaded', 'network', 'truncated'] as const)(
    'tries again after %s',
    async (code) => {
      const provider = scriptedProvider([...failing(2, { error: scriptedError(code) }), 'done']);
      expect(textIn(await collect(withRetry(provider, quick)))).toBe('done');
      expect(provider.requests).toHaveLength(3);
    },
  );

  it.each(['invalid-request', 'authentication', 'not-found', 'context-too-long'] as const)(
    'does not after %s',
    async (code) => {
      const provider = scriptedProvider([{ error: scriptedError(code) }, 'done']);
      await expect(collect(withRetry(provider, quick))).rejects.toMatchObject({ code });
      expect(provider.requests).toHaveLength(1);
    },
  );

  it.each([
    ['a plain error', new Error('x')],
    ['a string', 'x'],
  ])('does not after %s', async (_, error) => {
    const provider = scriptedProvider([{ error }, 'done']);
    await expect(collect(withRetry(provider, quick))).rejects.toBe(error);
  });

  it('gives up after `retries` with the last error', async () => {
    const last = scriptedError('overloaded');
    const provider = scriptedProvider([{ error: scriptedError('server') }, { error: last }, 'done']);
    await expect(collect(withRetry(provider, { ...quick, retries: 1 }))).rejects.toBe(last);
    const none = scriptedProvider([{ error: last }, 'done']);
    await expect(collect(withRetry(none, { ...quick, retries: 0 }))).rejects.toBe(last);
  });

  it('announces each wait with its length', async () => {
    const provider = scriptedProvider([...failing(2, { error: scriptedError('server') }), 'done']);
    const warnings = (await collect(withRetry(provider, quick))).filter((event) => event.type === 'warning');
    expect(warnings).toMatchObject([
      {
        code: 'retry',
        details: { attempt: 1 },
        message: expect.stringMatching(/server.*Trying again in \d ms\./) as string,
      },
      { code: 'retry', details: { attempt: 2 } },
    ]);
  });

  it('waits a random time that may double each time, up to the most', async () => {
    for (let round = 0; round < 20; round++) {
      const [first = 0, second = 0, third = 0, fourth = 0] = await waits({ minDelayMs: 1, maxDelayMs: 3 }, 4);
      expect(first).toBeLessThanOrEqual(1);
      expect(second).toBeLessThanOrEqual(2);
      expect(third).toBeLessThanOrEqual(3);
      expect(fourth).toBeLessThanOrEqual(3);
    }
  });

  it('waits as long as the host asks', async () => {
    const provider = scriptedProvider([{ error: scriptedError('rate-limit', { retryAfterMs: 30 }) }, 'done']);
    const began = performance.now();
    const events = await collect(withRetry(provider, quick));
    expect(performance.now() - began).toBeGreaterThanOrEqual(28);
    expect(events.find((event) => event.type === 'warning')?.details).toEqual({ attempt: 1, delayMs: 30 });
  });

  it('fails at once when the host asks for more than the cap', async () => {
    const provider = scriptedProvider([
      { error: scriptedError('rate-limit', { retryAfterMs: 60_001 }) },
      'done',
    ]);
    await expect(collect(withRetry(provider))).rejects.toMatchObject({ code: 'rate-limit' });
    const allowed = scriptedProvider([{ error: scriptedError('rate-limit', { retryAfterMs: 20 }) }, 'done']);
    await expect(collect(withRetry(allowed, { maxRetryAfterMs: 19 }))).rejects.toMatchObject({
      code: 'rate-limit',
    });
  });

  it('never repeats what was handed on in part, unless asked', async () => {
    const half = { text: 'A long answer that breaks off', after: 1, error: scriptedError('network') };
    const provider = scriptedProvider([half, 'done']);
    await expect(collect(withRetry(provider, quick))).rejects.toMatchObject({ code: 'network' });
    expect(provider.requests).toHaveLength(1);
    const again = scriptedProvider([half, 'done']);
    expect(textIn(await collect(withRetry(again, { ...quick, afterOutput: true })))).toBe(
      'A long answer thdone',
    );
  });

  it('repeats when only the start of the answer was handed on', async () => {
    const events = [
      [
        { type: 'start', response: {} },
        { type: 'warning', code: 'x', message: 'y' },
      ],
    ] as const;
    const provider = scriptedProvider([{ events, after: 1, error: scriptedError('network') }, 'done']);
    expect(textIn(await collect(withRetry(provider, quick)))).toBe('done');
  });

  it('leaves the wait at an abort, with its reason', async () => {
    const controller = new AbortController();
    const provider = scriptedProvider([{ error: scriptedError('rate-limit', { retryAfterMs: 50_000 }) }]);
    const reason = new Error('enough');
    const events = withRetry(provider).stream(request(controller.signal))[Symbol.asyncIterator]();
    expect((await events.next()).value).toMatchObject([{ type: 'warning', code: 'retry' }]);
    const next = events.next();
    controller.abort(reason);
    await expect(next).rejects.toBe(reason);
    expect(provider.requests).toHaveLength(1);
  });

  it('is told when its reader leaves', async () => {
    let left = false;
    const provider: Provider = {
      name: 'p',
      async *stream() {
        try {
          yield [{ type: 'text', index: 0, text: 'a' }];
          yield [{ type: 'text', index: 0, text: 'b' }];
        } finally {
          left = true;
        }
      },
    };
    for await (const _ of withRetry(provider).stream(request())) break;
    expect(left).toBe(true);
  });

  it.each([{ retries: -1 }, { minDelayMs: NaN }, { maxRetryAfterMs: 'long' as never }])(
    'refuses %j',
    (options) => {
      expect(() => retry(options)).toThrow(expect.objectContaining({ code: 'config' }) as Error);
    },
  );

  it('keeps the rest of the provider', () => {
    const provider = scriptedProvider([], { name: 'mine', models: [{ id: 'm', contextTokens: 5 }] });
    const wrapped = withRetry(provider);
    expect(wrapped.name).toBe('mine');
    expect(wrapped.modelInfo?.('m')).toEqual({ id: 'm', contextTokens: 5 });
  });
});

const busy = { error: scriptedError('overloaded', { retryAfterMs: 1 }) };

const run = async (failures: number, modelRetries?: number | false): Promise<string> => {
  const provider = scriptedProvider([...failing(failures, busy), 'done']);
  const agent = new Agent({ provider, model: 'm', ...(modelRetries !== undefined && { modelRetries }) });
  return agent.run('Hi').then(
    (result) => `${result.text} after ${provider.requests.length}`,
    (error: unknown) =>
      `failed after ${provider.requests.length} with ${isRunError(error) ? error.code : 'bug'}`,
  );
};

describe('modelRetries of an agent', () => {
  it('are two by default, and any other number or none', async () => {
    expect(await run(2)).toBe('done after 3');
    expect(await run(3)).toBe('failed after 3 with overloaded');
    expect(await run(1, 1)).toBe('done after 2');
    expect(await run(1, false)).toBe('failed after 1 with overloaded');
    expect(await run(1, 0)).toBe('failed after 1 with overloaded');
  });

  it('count as one request and show as warnings', async () => {
    const provider = scriptedProvider([busy, 'done']);
    const events: AgentEvent[] = [];
    const result = await new Agent({ provider, model: 'm' }).run('Hi', {
      onEvent: (event) => events.push(event),
    });
    expect(result.state.requests).toBe(1);
    expect(events.filter((event) => event.type === 'warning')).toMatchObject([{ code: 'retry' }]);
  });

  it('with afterOutput leave only the repeated answer in the conversation', async () => {
    const half = {
      text: 'A long answer that breaks off',
      after: 1,
      error: scriptedError('network', { retryAfterMs: 1 }),
    };
    const provider = scriptedProvider([half, 'done']);
    const agent = new Agent({ provider, model: 'm', modelRetries: { afterOutput: true } });
    const pieces: string[] = [];
    const result = await agent.run('Hi', { onText: (text) => pieces.push(text) });
    expect(result.text).toBe('done');
    expect(pieces.join('|')).toBe('A long answer th|done');
  });

  it.each([
    [
      'the text protocol',
      { toolProtocol: 'text' } as const,
      '<tool_call>{"name":"wipe","arguments":{}}</tool_call>',
    ],
    ['native calls', {}, undefined],
  ])('with afterOutput run no call of the answer that is void: %s', async (_, options, text) => {
    let wiped = 0;
    const wipe = defineTool({
      name: 'wipe',
      description: 'Wipes',
      input: { type: 'object' },
      execute: () => void wiped++,
    });
    const broken = text === undefined ? { calls: [{ name: 'wipe' }] } : { text };
    const provider = scriptedProvider([
      { ...broken, error: scriptedError('server'), after: 2 },
      'Nothing to do.',
    ]);
    const agent = new Agent({
      provider,
      model: 'm',
      tools: [wipe],
      modelRetries: { ...quick, afterOutput: true },
      ...options,
    });
    const result = await agent.run('Hi', { onEvent: () => undefined });
    expect(result.text).toBe('Nothing to do.');
    expect(provider.requests).toHaveLength(2);
    expect(wiped).toBe(0);
  });
});
