import { describe, expect, it } from 'vitest';
import { Agent, type RunResult, textOf } from '@pegboard/core';
import { scriptedProvider, type ScriptedProvider, type ScriptedTurn } from '@pegboard/testing';
import { expectSound } from './check-history.test-util.ts';
import { makeTool } from './make-tool.test-util.ts';

async function play(
  turns: readonly ScriptedTurn[],
  more: object = {},
): Promise<{ result: RunResult; provider: ScriptedProvider }> {
  const provider = scriptedProvider(turns);
  const result = await new Agent({ provider, model: 'm', tools: [makeTool('work')], ...more }).run('Work');
  expectSound(result.messages);
  return { result, provider };
}

describe('an answer without calls ends the run', () => {
  it.each([
    ['stop', 'done', 'final'],
    ['tool-calls', 'done', 'final'],
    ['other', 'done', 'final'],
    ['a word of tomorrow', 'done', 'final'],
    ['length', 'stopped', 'length'],
    ['content-filter', 'stopped', 'content-filter'],
    ['refusal', 'stopped', 'refusal'],
  ])('finish %s: %s, %s', async (unified, status, stopReason) => {
    const finish = { unified, raw: 'RAW' } as never;
    const { result } = await play([{ text: 'Some words', finish }]);
    expect(result).toMatchObject({ status, stopReason, text: 'Some words', turns: 1 });
    if (status === 'stopped') expect(result.stopDetail).toBe('The model stopped with "RAW".');
  });

  it('also an empty one', async () => {
    const { result } = await play([{ finish: 'stop' }]);
    expect(result).toMatchObject({ status: 'done', stopReason: 'final', text: '' });
  });

  it.each(['length', 'content-filter', 'refusal'] as const)(
    'and %s is not resumed without a prompt',
    async (finish) => {
      const provider = scriptedProvider([{ text: 'a', finish }, 'b']);
      const agent = new Agent({ provider, model: 'm' });
      const { state } = await agent.run('Hi');
      await expect(agent.resume(state)).rejects.toMatchObject({ code: 'invalid-state' });
      expect(await agent.resume(state, { prompt: 'Try again' })).toMatchObject({ status: 'done', text: 'b' });
    },
  );
});

describe('calls count more than the finish reason', () => {
  it.each(['stop', 'other', 'content-filter', 'refusal', 'tool-calls'] as const)(
    'finish %s with calls runs them',
    async (finish) => {
      const { result } = await play([{ calls: [{ name: 'work' }], finish }, 'done']);
      expect(result).toMatchObject({ status: 'done', text: 'done' });
      expect(result.calls.called('work')).toBe(true);
    },
  );
});

describe('an answer that the token limit cut off while it called tools', () => {
  const cutOff: ScriptedTurn = {
    calls: [{ name: 'work' }, { name: 'work', args: '{"n": 1' }],
    finish: 'length',
  };

  it('runs none of its calls, and the model is told', async () => {
    const { result, provider } = await play([cutOff, { calls: [{ name: 'work' }] }, 'done']);
    expect(result).toMatchObject({ status: 'done', text: 'done' });
    expect(result.calls.all.map((call) => [call.status, call.attempts])).toEqual([
      ['retry', 0],
      ['retry', 0],
      ['success', 1],
    ]);
    expect(JSON.stringify(provider.requests[1]?.messages)).toContain('cut off by the token limit');
  });

  it('twice in a row stops the run', async () => {
    const { result } = await play([cutOff, cutOff, 'never']);
    expect(result).toMatchObject({ status: 'stopped', stopReason: 'length', turns: 2 });
    expect(result.calls.called('work')).toBe(false);
  });

  it('not twice in a row does not, nor one of an earlier run', async () => {
    expect((await play([cutOff, { calls: [{ name: 'work' }] }, cutOff, 'done'])).result.status).toBe('done');
    const provider = scriptedProvider([{ text: 'Long', finish: 'length' }, cutOff, 'done']);
    const session = new Agent({ provider, model: 'm', tools: [makeTool('work')] }).session();
    await session.run('One');
    expect(await session.run('Two')).toMatchObject({ status: 'done', text: 'done' });
  });
});

describe('finish error fails the run', () => {
  it('with what was done before, and resume asks again', async () => {
    const provider = scriptedProvider([
      { calls: [{ name: 'work' }] },
      { text: 'Oh', finish: { unified: 'error', raw: 'MALFORMED' } },
      'done',
    ]);
    const agent = new Agent({ provider, model: 'm', tools: [makeTool('work')] });
    const error = await agent.run('Work').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: 'RunError',
      code: 'invalid-response',
      result: { status: 'failed', turns: 1 },
    });
    expect(String(error)).toContain('MALFORMED');
    const { result } = error as { result: RunResult };
    expect(await agent.resume(result.state)).toMatchObject({ status: 'done', text: 'done', turns: 2 });
  });
});

describe('a pause of the provider', () => {
  it('is continued with what it sent so far, in the same turn, as a request more', async () => {
    const { result, provider } = await play([
      { text: 'One, ', finish: 'pause' },
      { text: 'two, ', finish: 'pause' },
      'three',
    ]);
    expect(result).toMatchObject({ status: 'done', text: 'One, two, three', turns: 1 });
    expect(result.state.requests).toBe(3);
    expect(result.usage).toMatchObject({ inputTokens: 30 });
    expect(provider.requests[2]?.messages.map(textOf)).toEqual(['Work', 'One, ', 'two, ']);
  });

  it('with calls of ours is answered by their results', async () => {
    const { result, provider } = await play([
      { calls: [{ name: 'work', input: { n: 7 } }], finish: 'pause' },
      'done',
    ]);
    expect(result).toMatchObject({ status: 'done', text: 'done', turns: 2 });
    expect(provider.requests[1]?.messages.at(-1)).toMatchObject({
      role: 'tool',
      content: [{ status: 'success' }],
    });
  });

  it('does not end a single turn, nor one at the limit of turns', async () => {
    const turns: ScriptedTurn[] = [{ text: 'One, ', finish: 'pause' }, 'two'];
    const session = new Agent({ provider: scriptedProvider(turns), model: 'm' }).session();
    expect(await session.turn({ prompt: 'Go' })).toMatchObject({ status: 'done', text: 'One, two' });
    expect((await play(turns, { limits: { turns: 1 } })).result).toMatchObject({
      status: 'done',
      text: 'One, two',
    });
    expect((await play(turns, { limits: { requests: 1 } })).result).toMatchObject({
      status: 'stopped',
      stopReason: 'budget',
    });
  });

  it('without end stops the run', async () => {
    const provider = scriptedProvider([], { otherwise: { text: '.', finish: 'pause' } });
    const result = await new Agent({ provider, model: 'm' }).run('Go');
    expect(result).toMatchObject({ status: 'stopped', stopReason: 'budget' });
    expect(provider.requests).toHaveLength(20);
  });

  it('at the end of an earlier conversation does not confuse a new run', async () => {
    const history = [
      { id: 'u', role: 'user', content: [{ type: 'text', text: 'Hi' }] },
      { id: 'a', role: 'assistant', content: [{ type: 'text', text: 'One' }], finish: { unified: 'pause' } },
    ] as const;
    const result = await new Agent({ provider: scriptedProvider(['two']), model: 'm' }).run(history);
    expect(result).toMatchObject({ status: 'done', turns: 1 });
  });
});
