import { describe, expect, it } from 'vitest';
import {
  Agent,
  type AgentEvent,
  type AgentOptions,
  defineTool,
  type ModelBatch,
  type Provider,
  ProviderError,
  ToolFailure,
} from '@pegboard/core';

type ToolChange = Partial<Parameters<typeof defineTool>[0]>;

/** A tool that tells when it has begun, and an answer that goes on only then, or when asked to. */
function setup(change: ToolChange = {}, options: Partial<AgentOptions> = {}) {
  const begun = Promise.withResolvers<void>();
  const log: string[] = [];
  const tool = defineTool({
    name: 'look',
    description: 'Looks',
    input: { type: 'object', properties: { at: { type: 'string' } }, required: ['at'] },
    effects: { idempotent: true },
    execute: (input: unknown) => {
      log.push('tool');
      begun.resolve();
      return `saw ${JSON.stringify(input)}`;
    },
    ...change,
  } as never);
  const provider = (wait: Promise<unknown>, end: () => ModelBatch, args = '{"at":"moon"}'): Provider => {
    let turn = 0;
    return {
      name: 'slow',
      async *stream() {
        if (++turn > 1) {
          yield [{ type: 'text', index: 0, text: 'Done.' }];
          yield [{ type: 'finish', finish: { unified: 'stop' }, usage: {} }];
          return;
        }
        const part = { type: 'tool-call', callId: 'c1', name: 'look', args, executor: 'client' } as const;
        yield [{ type: 'part', index: 0, part }];
        await wait;
        log.push('answer');
        yield end();
      },
    };
  };
  const agentOf = (model: Provider): Agent =>
    new Agent({ provider: model, model: 'm', tools: [tool], eager: true, modelRetries: false, ...options });
  return { begun, log, provider, agentOf };
}

const calls = (): ModelBatch => [{ type: 'finish', finish: { unified: 'tool-calls' }, usage: {} }];

describe('eager', () => {
  it('starts a complete call while the model still writes, and runs it once', async () => {
    const { begun, log, provider, agentOf } = setup();
    const events: AgentEvent[] = [];
    // Without an early start this would never end.
    const result = await agentOf(provider(begun.promise, calls)).run('Hi', {
      onEvent: (event) => void events.push(event),
    });
    expect(log).toEqual(['tool', 'answer']);
    expect(result.calls.lastResult('look')).toBe('saw {"at":"moon"}');
    expect(result.text).toBe('Done.');
    const types = events.map((event) => event.type).filter((type) => type.startsWith('tool-'));
    expect(types).toEqual(['tool-call', 'tool-start', 'tool-result']);
  });

  it('tells progress from before the answer was complete', async () => {
    const { begun, provider, agentOf } = setup({
      execute: async function* () {
        yield 'one';
        begun.resolve();
        yield 'two';
        return 'end';
      },
    });
    const seen: unknown[] = [];
    await agentOf(provider(begun.promise, calls)).run('Hi', {
      onEvent: (event) => void (event.type === 'tool-progress' && seen.push(event.value)),
    });
    expect(seen).toEqual(['one', 'two']);
  });

  it('keeps what came of it, a failure too, without running it again', async () => {
    const { begun, log, provider, agentOf } = setup({
      execute: () => {
        log.push('tool');
        begun.resolve();
        throw new ToolFailure('no moon');
      },
    });
    const result = await agentOf(provider(begun.promise, calls)).run('Hi');
    expect(log).toEqual(['tool', 'answer']);
    expect(result.calls.last('look')).toMatchObject({ status: 'failed', error: 'no moon' });
  });

  it.each<[string, ToolChange, Partial<AgentOptions>]>([
    ['it is not idempotent', { effects: { reads: ['moon'] } }, {}],
    ['it writes', { effects: { idempotent: true, writes: ['moon'] } }, {}],
    ['its effects depend on the input', { effects: () => ({ idempotent: true }) }, {}],
    ['it needs approval', { approval: true }, { onApproval: () => true }],
    ['a rule asks for approval', {}, { approval: ['look'], onApproval: () => true }],
    ['its calls are counted', { maxCalls: 5 }, {}],
    ['all calls are counted', {}, { limits: { toolCalls: 5 } }],
    ['it runs alone', { concurrency: 'barrier' }, {}],
    ['tools run one by one', {}, { toolExecution: 'sequential' }],
    ['a hook is around it', {}, { hooks: [{ tool: (_call, next) => next() }] }],
    ['a guard looks at it', {}, { hooks: [{ guard: () => undefined }] }],
    ['nobody asked for it', {}, { eager: false }],
  ])('waits for the whole answer when %s', async (_, change, options) => {
    const { log, provider, agentOf } = setup(change, options);
    const result = await agentOf(provider(Promise.resolve(), calls)).run('Hi');
    expect(log).toEqual(['answer', 'tool']);
    expect(result.calls.called('look')).toBe(true);
  });

  it.each<[string, ToolChange, Partial<AgentOptions>]>([
    ['it has tags and metadata that say no harm', { tags: ['net'], metadata: { icon: 'moon' } }, {}],
    [
      'a rule asks for approval of other calls',
      {},
      { approval: ['write_*', { tool: 'look', when: { at: 'sun' } }] },
    ],
    [
      'a guard looks at answers and results',
      {},
      { hooks: [{ guard: { at: ['output', 'result'], check: () => {} } }] },
    ],
    ['a hook observes', {}, { hooks: [{ onEvent: () => {} }] }],
  ])('starts at once also when %s', async (_, change, options) => {
    const { begun, log, provider, agentOf } = setup(change, options);
    const result = await agentOf(provider(begun.promise, calls)).run('Hi');
    expect(log).toEqual(['tool', 'answer']);
    expect(result.calls.all.map(({ status }) => status)).toEqual(['success']);
  });

  it('does not run arguments that need mending before the answer is complete', async () => {
    const { log, provider, agentOf } = setup();
    const result = await agentOf(provider(Promise.resolve(), calls, '{"at":"moon",}')).run('Hi');
    expect(log).toEqual(['answer', 'tool']);
    expect(result.calls.called('look')).toBe(true);
  });

  it('drops the results of an answer that fails or is cut off, and tells the tool', async () => {
    let signal: AbortSignal | undefined;
    const change: ToolChange = {
      execute: (_: unknown, ctx: { signal: AbortSignal }) => {
        ({ signal } = ctx);
        begun.resolve();
        return new Promise(() => undefined);
      },
    };
    const { begun, provider, agentOf } = setup(change);
    const fail = (): ModelBatch => {
      throw new ProviderError({ code: 'server', what: 'It broke', provider: 'slow', retryable: false });
    };
    await expect(agentOf(provider(begun.promise, fail)).run('Hi')).rejects.toMatchObject({
      name: 'RunError',
    });
    expect(signal?.aborted).toBe(true);

    const cut = setup();
    const length = (): ModelBatch => [{ type: 'finish', finish: { unified: 'length' }, usage: {} }];
    const result = await cut.agentOf(cut.provider(cut.begun.promise, length)).run('Hi');
    expect(result.calls.called('look')).toBe(false);
    expect(result.calls.last('look')?.error).toContain('cut off by the token limit');
  });

  it('an abort ends it like any other call', async () => {
    const abort = new AbortController();
    const { begun, provider, agentOf } = setup({
      execute: () => {
        begun.resolve();
        abort.abort(new Error('enough'));
        return new Promise(() => undefined);
      },
    });
    const result = await agentOf(provider(begun.promise, calls)).run('Hi', { signal: abort.signal });
    expect(result.status).toBe('cancelled');
  });

  it('lets a tool that calls others wait until its call is known', async () => {
    const inner = defineTool({
      name: 'inner',
      description: 'Inner',
      input: { type: 'object' },
      execute: () => 'from inside',
    });
    const { begun, provider, agentOf } = setup({
      execute: (async (_: unknown, ctx: { call: (tool: unknown, input: object) => Promise<unknown> }) => {
        begun.resolve();
        return ctx.call(inner, {});
      }) as never,
    });
    const result = await agentOf(provider(begun.promise, calls)).run('Hi');
    expect(result.calls.lastResult('look')).toBe('from inside');
    expect(result.calls.last('inner')).toMatchObject({ parent: 'c1', status: 'success' });
  });
});
