import { describe, expect, it } from 'vitest';
import { Agent, isRunError, RunError, type RunResult } from '@pegboard/core';
import { scriptedError, scriptedProvider, type ScriptedTurn } from '@pegboard/testing';
import { expectSound } from './check-history.test-util.ts';
import { makeTool } from './make-tool.test-util.ts';

const script: readonly ScriptedTurn[] = [
  { text: 'First.', calls: [{ name: 'work', input: { n: 1 } }] },
  { text: 'Second.', calls: [{ name: 'work', input: { n: 2 } }] },
  {
    text: 'A third that breaks off',
    after: 1,
    error: scriptedError('invalid-request', { requestId: 'req_1' }),
  },
  'done',
];

async function failAtThree(
  more: object = {},
): Promise<{ agent: Agent; error: RunError; provider: ReturnType<typeof scriptedProvider>; ran: number[] }> {
  const ran: number[] = [];
  const provider = scriptedProvider(script);
  const tool = makeTool('work', ({ n = 0 }) => ran.push(n));
  const agent = new Agent({ provider, model: 'm', tools: [tool] });
  const error = await agent.run('Work', more).catch((thrown: unknown) => thrown);
  if (!isRunError(error)) throw new Error('the run did not fail');
  return { agent, error, provider, ran };
}

describe('a provider that fails at turn 3', () => {
  it('throws a RunError with the cause, whose result holds two finished turns', async () => {
    const { error } = await failAtThree();
    expect(error).toBeInstanceOf(RunError);
    expect(error).toMatchObject({
      name: 'RunError',
      code: 'invalid-request',
      cause: { name: 'ProviderError', requestId: 'req_1' },
    });
    expect(error.message).toMatch(/The run failed in turn 3\..*resume/);
    const { result } = error;
    expect(result).toMatchObject({
      status: 'failed',
      stopReason: 'error',
      turns: 2,
      usage: { inputTokens: 20, outputTokens: 10 },
    });
    expect(result.messages.map((message) => message.role)).toEqual([
      'user',
      'assistant',
      'tool',
      'assistant',
      'tool',
    ]);
    expect(result.calls.all.map((call) => call.result)).toEqual([1, 2]);
    expect(result.state.error).toMatchObject({ name: 'ProviderError', code: 'invalid-request' });
    expectSound(result.messages);
  });

  it('shows what had arrived of the third answer as text, when it was streamed', async () => {
    expect((await failAtThree({ onText: () => undefined })).error.result.text).toBe('A third that bre');
    const half = { text: 'Half', hang: true } as const;
    const provider = scriptedProvider([half, { error: scriptedError('authentication') }]);
    const agent = new Agent({ provider, model: 'm', timeouts: { requestMs: 5 }, modelRetries: false });
    const error = await agent.run('Hi').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ result: { text: '' } });
  });

  it.each([
    ['', (result: RunResult) => result.state],
    [' through JSON', (result: RunResult) => JSON.parse(JSON.stringify(result.state)) as RunResult['state']],
  ])('goes on from there%s: turn 3 again, no tool twice', async (_, read) => {
    const { agent, error, provider, ran } = await failAtThree();
    const resumed = await agent.resume(read(error.result));
    expect(resumed).toMatchObject({ status: 'done', text: 'done', turns: 3, runId: error.result.runId });
    expect(resumed.usage).toMatchObject({ inputTokens: 30 });
    expect(resumed.state).not.toHaveProperty('error');
    expect(ran).toEqual([1, 2]);
    expect(provider.requests[3]?.messages).toEqual(provider.requests[2]?.messages);
    expectSound(resumed.messages);
  });

  it('goes on with a prompt too, which follows what was there', async () => {
    const { agent, error, provider } = await failAtThree();
    await agent.resume(error.result.state, { prompt: 'Try harder' });
    expect(provider.requests[3]?.messages.at(-1)).toMatchObject({
      role: 'user',
      content: [{ text: 'Try harder' }],
    });
  });

  it('may fail again and go on again, without using up turns', async () => {
    const fails: ScriptedTurn = { error: scriptedError('authentication') };
    const provider = scriptedProvider([fails, fails, fails, 'done']);
    const agent = new Agent({ provider, model: 'm', limits: { turns: 1 } });
    let state = await agent.run('Hi').catch((error: RunError) => error.result.state);
    for (let tries = 0; tries < 2; tries++)
      state = await agent.resume(state as never).catch((error: RunError) => error.result.state);
    expect(await agent.resume(state as never)).toMatchObject({ status: 'done', turns: 1 });
  });

  it('at the first turn keeps the question; a prompt joins it', async () => {
    const provider = scriptedProvider([{ error: scriptedError('authentication') }, 'done']);
    const agent = new Agent({ provider, model: 'm' });
    const error = (await agent.run('Hi').catch((thrown: unknown) => thrown)) as RunError;
    expect(error.result).toMatchObject({ turns: 0, messages: [{ role: 'user' }] });
    const result = await agent.resume(error.result.state, { prompt: 'Please' });
    expect(result.messages.map((message) => message.role)).toEqual(['user', 'assistant']);
    expect(result.messages[0]?.content).toMatchObject([{ text: 'Hi' }, { text: 'Please' }]);
  });
});

describe('isRunError', () => {
  it('knows a RunError of another copy of the package, and nothing else', async () => {
    const { error } = await failAtThree();
    expect(isRunError(error)).toBe(true);
    const foreign = Object.assign(new Error('x'), {
      [Symbol.for('pegboard.error')]: true,
      code: 'server',
      result: {},
    });
    expect(isRunError(foreign)).toBe(true);
    for (const other of [new Error('x'), { result: {} }, null, 'x', error.cause])
      expect(isRunError(other)).toBe(false);
  });
});

describe('ConfigErrors of a run', () => {
  const agent = new Agent({ provider: scriptedProvider([]), model: 'm', tools: [makeTool('work')] });
  it.each([
    ['an unknown option', { tolls: [] }, /no option "tolls".*Did you mean "tools"/],
    ['an unknown limit', { limits: { turn: 3 } }, /no option "turn".*turns/],
    ['an unknown timeout', { timeouts: { toolsMs: 3 } }, /toolMs/],
    ['an unknown retry option', { modelRetries: { retires: 3 } }, /retries/],
    ['a limit that is no number', { limits: { turns: '3' } }, /"turns" must be a number.*"3"/],
    ['a negative time', { timeouts: { toolMs: -1 } }, /toolMs/],
    ['no number of retries', { modelRetries: NaN }, /modelRetries/],
    ['a bad retry option', { modelRetries: { minDelayMs: -1 } }, /minDelayMs/],
    ['a bad concurrency', { toolConcurrency: NaN }, /toolConcurrency/],
    ['an unknown tool', { tools: ['wrok'] }, /No tool matches "wrok".*Did you mean "work"/],
    ['a thread without memory', { thread: 't' }, /needs a memory/],
  ])('%s: rejects before anything runs', async (_, options, message) => {
    await expect(agent.run('Hi', options as never)).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringMatching(message) as string,
    });
  });

  it.each([
    ['no provider', { model: 'm' }, /needs a provider.*nothing/],
    ['the name of a provider', { provider: 'openai', model: 'm' }, /needs a provider.*openai/],
    ['no model', { provider: scriptedProvider([]) }, /needs a model/],
    ['a BigInt for a model', { provider: scriptedProvider([]), model: 3n }, /needs a model/],
    [
      'an unknown option',
      { provider: scriptedProvider([]), model: 'm', memroy: {} },
      /Did you mean "memory"/,
    ],
    [
      'no tool',
      { provider: scriptedProvider([]), model: 'm', tools: [{ name: 'x' }] },
      /no tool.*x \(object/,
    ],
    [
      'a function',
      { provider: scriptedProvider([]), model: 'm', tools: [makeTool] },
      /found makeTool \(a function\)/,
    ],
    ['null', { provider: scriptedProvider([]), model: 'm', tools: [null] }, /null/],
    [
      'two tools of one name',
      { provider: scriptedProvider([]), model: 'm', tools: [makeTool('a'), makeTool('a')] },
      /Two tools are named "a"/,
    ],
  ])('an agent with %s is refused', (_, options, message) => {
    expect(() => new Agent(options as never)).toThrow(message);
    expect(() => new Agent(options as never)).toThrow(
      expect.objectContaining({ name: 'ConfigError' }) as Error,
    );
  });
});
