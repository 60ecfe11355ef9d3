import { describe, expect, it } from 'vitest';
import {
  Agent,
  type AgentEvent,
  type Hooks,
  type ModelHook,
  type RunResult,
  type ToolHook,
} from '@pegboard/core';
import { timeout } from '@pegboard/core/models';
import { scriptedError, scriptedProvider, type ScriptedProvider, type ScriptedTurn } from '@pegboard/testing';
import { expectSound } from './check-history.test-util.ts';
import { makeTool } from './make-tool.test-util.ts';

const call: ScriptedTurn = { calls: [{ name: 'work', callId: 'a', input: { n: 1 } }] };

interface Played {
  readonly result: RunResult;
  readonly provider: ScriptedProvider;
  readonly ran: readonly unknown[];
}

async function play(
  hooks: readonly Hooks[],
  script: readonly ScriptedTurn[] = [call, 'done'],
): Promise<Played> {
  const ran: unknown[] = [];
  const tool = makeTool('work', (input) => ran.push(input.n));
  const provider = scriptedProvider(script);
  const agent = new Agent({
    provider,
    model: 'm',
    tools: [tool],
    hooks,
    modelRetries: false,
    timeouts: { hookMs: 30 },
  });
  const result = await agent.run('Hi', { context: { user: 'ann' } });
  expectSound(result.messages);
  return { result, provider, ran };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

describe('hooks', () => {
  it('lie around each other, the first outermost, in every place', async () => {
    const log: string[] = [];
    const layer = (name: string): Hooks => ({
      name,
      async run(_, next) {
        log.push(`${name} run`);
        await next();
        log.push(`${name} ran`);
      },
      turn: ({ turn }) => void log.push(`${name} turn ${turn}`),
      async *model(request, next) {
        log.push(`${name} model`);
        yield* next(request);
      },
      async tool(_, next) {
        log.push(`${name} tool`);
        return next();
      },
    });
    await play([layer('A'), layer('B')]);
    expect(log).toEqual([
      'A run',
      'B run',
      'A turn 1',
      'B turn 1',
      'A model',
      'B model',
      'A tool',
      'B tool',
      'A turn 2',
      'B turn 2',
      'A model',
      'B model',
      'B ran',
      'A ran',
    ]);
  });

  it('limit only the time that they spend themselves', async () => {
    const slow = makeTool('work', async () => (await pause(60), 'worked'));
    const through: Hooks = {
      run: async (_, next) => void (await next()),
      async *model(request, next) {
        yield* next(request);
      },
      tool: (_, next) => next(),
    };
    const provider = scriptedProvider([call, { text: 'done', latencyMs: 60 }]);
    const agent = new Agent({
      provider,
      model: 'm',
      tools: [slow],
      hooks: [through],
      timeouts: { hookMs: 30 },
    });
    expect(await agent.run('Hi')).toMatchObject({ status: 'done', text: 'done' });
  });
});

describe('the tool hook', () => {
  it('is told of the call', async () => {
    const seen: unknown[] = [];
    const tool: ToolHook = ({ tool: called, signal, ...info }, next) => {
      seen.push({ ...info, tool: called.name, aborted: signal.aborted });
      return next();
    };
    const { result } = await play([{ tool }]);
    expect(seen).toEqual([
      {
        runId: result.runId,
        turn: 1,
        callId: 'a',
        name: 'work',
        input: { n: 1 },
        context: { user: 'ann' },
        tool: 'work',
        aborted: false,
      },
    ]);
  });

  it('may change the input, which is validated again', async () => {
    const { ran } = await play([{ tool: (_, next) => next({ n: 5 }) }]);
    expect(ran).toEqual([5]);
    const wrong = await play([{ tool: (_, next) => next({ n: 'five' }) }]);
    expect(wrong.ran).toEqual([]);
    expect(wrong.result.calls.all).toMatchObject([
      { status: 'failed', error: expect.stringContaining('n') as string },
    ]);
  });

  it('may answer itself, change the outcome, or run the tool twice', async () => {
    const cached = await play([
      { tool: () => ({ status: 'success', value: 'cached', content: [{ type: 'text', text: 'cached' }] }) },
    ]);
    expect(cached.ran).toEqual([]);
    expect(cached.result.calls.lastResult('work')).toBe('cached');
    const changed = await play([
      { tool: async (_, next) => ({ ...(await next()), content: [{ type: 'text', text: 'hidden' }] }) },
    ]);
    expect(JSON.stringify(changed.result.messages)).toContain('hidden');
    const twice = await play([{ tool: async (_, next) => (await next(), next()) }]);
    expect(twice.ran).toEqual([1, 1]);
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'ok'],
    ['a strange status', { status: 'fine', content: [{ type: 'text', text: 'x' }] }],
    ['no content', { status: 'success', content: [] }],
    [
      'what cannot be read',
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('no');
          },
        },
      ),
    ],
  ])('that gives %s fails the call, and the run goes on', async (_, outcome) => {
    const { result } = await play([{ name: 'odd', tool: () => outcome as never }]);
    expect(result).toMatchObject({
      status: 'done',
      calls: { all: [{ status: 'failed', error: expect.stringContaining('"odd"') as string }] },
    });
  });

  it('that gives what is no JSON leaves none in the state', async () => {
    const outcome = { status: 'success', value: { n: 1n }, content: [{ type: 'text', text: 'x' }] } as never;
    const { result } = await play([{ tool: () => outcome }]);
    expect(result.calls.lastResult('work')).toEqual({ n: '1' });
    expect(JSON.parse(JSON.stringify(result.state))).toEqual(result.state);
  });

  it('that is given up cannot start the tool later', async () => {
    const late: Promise<unknown>[] = [];
    const tool: ToolHook = async (_, next) => {
      await pause(50);
      const answer = next();
      late.push(answer.catch((error: unknown) => error));
      return answer;
    };
    const slowEnd = { text: 'done', latencyMs: 60 };
    const { ran, result } = await play([{ name: 'slow', tool }], [call, slowEnd]);
    expect(result.calls.all).toMatchObject([{ status: 'failed' }]);
    expect(await Promise.all(late)).toMatchObject([
      { code: 'hook', message: expect.stringContaining('too late') as string },
    ]);
    expect(ran).toEqual([]);
  });
});

describe('a tool whose inject comes too late', () => {
  it('is not started after its deadline', async () => {
    let started = false;
    const tool = makeTool('work', () => (started = true));
    const slow = Object.freeze({ ...tool, inject: () => pause(30), timeoutMs: 10 });
    const agent = new Agent({
      provider: scriptedProvider([call, { text: 'done', latencyMs: 40 }]),
      model: 'm',
      tools: [slow],
    });
    const result = await agent.run('Hi');
    expect(result.calls.all).toMatchObject([
      { status: 'failed', error: expect.stringContaining('10 ms') as string },
    ]);
    expect(started).toBe(false);
  });
});

describe('the model hook', () => {
  const other: ModelHook = async function* (request, next) {
    yield* next({ ...request, model: 'other', settings: { temperature: 0 } });
  };

  it('may change the request', async () => {
    const { provider } = await play([{ model: other }]);
    expect(provider.requests[0]).toMatchObject({ model: 'other', settings: { temperature: 0 } });
  });

  it('may answer itself', async () => {
    const { result, provider } = await play([
      {
        async *model() {
          yield [{ type: 'text', index: 0, text: 'cached' }];
          yield [{ type: 'finish', finish: { unified: 'stop' }, usage: {} }];
        },
      },
    ]);
    expect(result).toMatchObject({ status: 'done', text: 'cached' });
    expect(provider.requests).toHaveLength(0);
  });

  it('may try again with something else', async () => {
    const fallback: ModelHook = async function* (request, next) {
      try {
        yield* next(request);
      } catch {
        yield* next({ ...request, model: 'other' });
      }
    };
    const { result, provider } = await play(
      [{ model: fallback }],
      [{ error: scriptedError('overloaded') }, 'done'],
    );
    expect(result.text).toBe('done');
    expect(provider.requests.map((request) => request.model)).toEqual(['m', 'other']);
  });

  it('sees the errors of the provider as they are, also its bugs', async () => {
    const seen: unknown[] = [];
    const watch: ModelHook = async function* (request, next) {
      try {
        yield* next(request);
      } catch (error) {
        seen.push(error);
        throw error;
      }
    };
    await expect(play([{ model: watch }], [{ error: new TypeError('odd') }])).rejects.toMatchObject({
      code: 'provider-bug',
    });
    expect(seen).toMatchObject([{ name: 'ProviderError', code: 'provider-bug' }]);
  });

  it('that leaves the stream early tells the provider', async () => {
    const first: ModelHook = async function* (request, next) {
      for await (const batch of next(request)) {
        yield batch;
        break;
      }
      yield [{ type: 'finish', finish: { unified: 'stop' }, usage: {} }];
    };
    const pass: ModelHook = async function* (request, next) {
      yield* next(request);
    };
    let wasAborted: boolean | undefined;
    const provider = scriptedProvider(['A long answer in many pieces']);
    const agent = new Agent({ provider, model: 'm', hooks: [{ model: first }, { model: pass }] });
    const onEvent = (event: AgentEvent): void => {
      if (event.type === 'answer') wasAborted = provider.requests[0]?.signal.aborted;
    };
    await agent.run('Hi', { onEvent });
    expect(wasAborted).toBe(true);
  });

  it('takes the policies of the models door', async () => {
    const run = play([{ model: timeout({ requestMs: 5 }, 'mine') }], [{ text: 'late', latencyMs: 100 }]);
    await expect(run).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('mine') as string,
    });
  });
});

describe('the run hook', () => {
  it('is told of the run, and sees its last state', async () => {
    const seen: unknown[] = [];
    const { result } = await play([
      {
        async run({ signal: _signal, state, ...info }, next) {
          seen.push(info, state.status);
          expect(await next()).toBe(state);
          seen.push(state.status);
        },
      },
    ]);
    expect(seen).toEqual([
      { runId: result.runId, agent: 'agent', context: { user: 'ann' } },
      'running',
      'done',
    ]);
  });

  it('sees a failed run without being thrown at', async () => {
    const seen: string[] = [];
    const run: Hooks['run'] = async (_, next) => void seen.push((await next()).status);
    await expect(play([{ run }], [{ error: scriptedError('authentication') }])).rejects.toMatchObject({
      code: 'authentication',
    });
    expect(seen).toEqual(['failed']);
  });

  it('must call next, and cannot do so when it is too late', async () => {
    await expect(play([{ name: 'lazy', run: () => undefined }])).rejects.toMatchObject({
      code: 'hook',
      message: expect.stringContaining('without calling next') as string,
    });
    const late: Promise<unknown>[] = [];
    const provider = scriptedProvider(['done']);
    const slow: Hooks['run'] = async (_, next) => {
      await pause(40);
      late.push(next().catch((error: unknown) => error));
    };
    const agent = new Agent({
      provider,
      model: 'm',
      hooks: [{ name: 'slow', run: slow }],
      timeouts: { hookMs: 20 },
    });
    const error: unknown = await agent.run('Hi').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'hook', result: { status: 'failed' } });
    await pause(40);
    expect(await Promise.all(late)).toMatchObject([
      { message: expect.stringContaining('too late') as string },
    ]);
    expect(provider.requests).toHaveLength(0);
  });

  it('that swallows the failure of an inner one still leaves a failed run', async () => {
    const swallow: Hooks['run'] = async (_, next) => void (await next().catch(() => undefined));
    const broken: Hooks['run'] = () => {
      throw new Error('inner');
    };
    await expect(play([{ run: swallow }, { name: 'broken', run: broken }])).rejects.toMatchObject({
      name: 'RunError',
      code: 'hook',
    });
  });

  it('runs the run once, however often it calls next', async () => {
    const { provider } = await play([{ run: async (_, next) => void (await Promise.all([next(), next()])) }]);
    expect(provider.requests).toHaveLength(2);
  });
});
