import { describe, expect, it } from 'vitest';
import { Agent, type Limits, type RunResult } from '@pegboard/core';
import { scriptedProvider, type TurnSpec } from '@pegboard/testing';
import { expectSound } from './check-history.test-util.ts';
import { makeTool } from './make-tool.test-util.ts';

const again: TurnSpec = { text: 'Once more.', calls: [{ name: 'work' }] };
const models = [{ id: 'm', price: { input: 1_000_000, output: 0 } }];

/** A model that calls its tool for ever. */
async function runEndless(limits: Limits, turn: TurnSpec = again): Promise<RunResult> {
  const provider = scriptedProvider([], {
    otherwise: turn,
    models,
    usage: { inputTokens: 10, outputTokens: 5 },
  });
  const endless = { provider, model: 'm', tools: [makeTool('work')], repeatLimit: false, limits } as const;
  const result = await new Agent(endless).run('Work');
  expectSound(result.messages);
  expect(result.status).toBe('stopped');
  return result;
}

describe('a run stops at its limit, and says which', () => {
  it.each([
    [{ turns: 3 }, 'max-turns', 3, 'The limit of 3 turns is used up.'],
    [{}, 'max-turns', 20, 'The limit of 20 turns is used up.'],
    [{ requests: 2 }, 'budget', 2, 'The limit of 2 model requests is used up.'],
    [{ tokens: 31 }, 'budget', 3, 'The limit of 31 tokens is used up.'],
    [{ tokens: 30 }, 'budget', 2, 'The limit of 30 tokens is used up.'],
    [{ usd: 25 }, 'budget', 3, 'The limit of 25 US dollars is used up.'],
    [{ turns: 0 }, 'max-turns', 0, 'The limit of 0 turns is used up.'],
    [{ turns: false, requests: 30 }, 'budget', 30, 'The limit of 30 model requests is used up.'],
  ] as const)('%j', async (limits, stopReason, turns, stopDetail) => {
    const result = await runEndless(limits);
    expect(result).toMatchObject({ stopReason, turns, stopDetail });
    expect(result.text).toBe(turns === 0 ? '' : 'Once more.');
  });

  it('tokens count also where only a total is reported', async () => {
    const result = await runEndless({ tokens: 10 }, { ...again, usage: { totalTokens: 6 } });
    expect(result).toMatchObject({ stopReason: 'budget', turns: 2 });
  });

  it('a run that is over before its limit is simply done', async () => {
    const provider = scriptedProvider([again, 'done']);
    const limits = { turns: 2, requests: 2, toolCalls: 1, tokens: 31, durationMs: 60_000 };
    const result = await new Agent({ provider, model: 'm', tools: [makeTool('work')], limits }).run('Work');
    expect(result).toMatchObject({ status: 'done', stopReason: 'final', turns: 2 });
  });
});

describe('limits.toolCalls', () => {
  it('denies the calls over it, lets the model answer, and stops one that goes on', async () => {
    const three = { calls: [{ name: 'work' }, { name: 'work' }, { name: 'work' }] };
    const tools = [makeTool('work')];
    const polite = new Agent({
      provider: scriptedProvider([three, 'done']),
      model: 'm',
      tools,
      limits: { toolCalls: 3 },
    });
    expect(await polite.run('Work')).toMatchObject({ status: 'done', text: 'done' });
    const greedy = scriptedProvider([three, three, 'never']);
    const result = await new Agent({ provider: greedy, model: 'm', tools, limits: { toolCalls: 4 } }).run(
      'Work',
    );
    expect(result.calls.all.map((call) => call.status)).toEqual([
      'success',
      'success',
      'success',
      'success',
      'denied',
      'denied',
    ]);
    expect(result).toMatchObject({ status: 'stopped', stopReason: 'budget', turns: 2 });
    expectSound(result.messages);
  });

  it('0: no call runs, and the model may still answer', async () => {
    const result = await new Agent({
      provider: scriptedProvider(['done']),
      model: 'm',
      limits: { toolCalls: 0 },
    }).run('Hi');
    expect(result.status).toBe('done');
  });
});

describe('maxCalls of a tool', () => {
  it('denies further calls of it in the run, in the same batch too; refused ones do not count', async () => {
    const provider = scriptedProvider([
      { calls: [{ name: 'rare', input: { n: 'x' } }, { name: 'rare' }, { name: 'rare' }, { name: 'work' }] },
      { calls: [{ name: 'rare' }] },
      'done',
    ]);
    const tools = [makeTool('rare', () => 'ran', { maxCalls: 1 }), makeTool('work')];
    const result = await new Agent({ provider, model: 'm', tools }).run('Work');
    expect(result.calls.all.map((call) => call.status)).toEqual([
      'retry',
      'success',
      'denied',
      'success',
      'denied',
    ]);
    expect(result.calls.all[2]?.error).toMatch(/rare was not run: it may be called 1 times/);
    expect(result.status).toBe('done');
  });
});

describe('limits.durationMs', () => {
  it('cuts off what runs, and stops', async () => {
    const tools = [makeTool('work', () => new Promise(() => undefined))];
    const provider = scriptedProvider([again]);
    const began = performance.now();
    const result = await new Agent({ provider, model: 'm', tools, limits: { durationMs: 30 } }).run('Work');
    expect(performance.now() - began).toBeLessThan(80);
    expect(result).toMatchObject({
      status: 'stopped',
      stopReason: 'budget',
      stopDetail: 'The limit of 30 milliseconds is used up.',
    });
    expect(result.calls.all).toMatchObject([{ status: 'interrupted' }]);
    expectSound(result.messages);
  });

  it('keeps what had arrived of an answer', async () => {
    const provider = scriptedProvider([{ text: 'Half of the answer', after: 1, hang: true }]);
    const agent = new Agent({ provider, model: 'm', limits: { durationMs: 20 } });
    const result = await agent.run('Hi', { onText: () => undefined });
    expect(result).toMatchObject({
      status: 'stopped',
      stopReason: 'budget',
      text: 'Half of the answ',
      turns: 0,
    });
  });

  it('counts the work of a resumed run, and not the pause', async () => {
    const tools = [makeTool('work', () => 'ran', { approval: true })];
    const agent = new Agent({
      provider: scriptedProvider([again, 'done']),
      model: 'm',
      tools,
      limits: { durationMs: 500 },
    });
    const paused = await agent.run('Work');
    const approvals = { [paused.pending[0]?.callId ?? '']: true };
    const spent = { ...paused.state, elapsedMs: 501 };
    expect(await agent.resume(spent, { approvals })).toMatchObject({
      status: 'stopped',
      stopReason: 'budget',
    });
    expect(await agent.resume(paused.state, { approvals })).toMatchObject({ status: 'done' });
  });
});

it('a run may have other limits than its agent', async () => {
  const provider = scriptedProvider([], { otherwise: again });
  const agent = new Agent({
    provider,
    model: 'm',
    tools: [makeTool('work')],
    repeatLimit: false,
    limits: { turns: 2, requests: 5 },
  });
  expect(await agent.run('Work', { limits: { turns: 3 } })).toMatchObject({
    stopReason: 'max-turns',
    turns: 3,
  });
  expect(await agent.run('Work', { limits: { turns: false } })).toMatchObject({
    stopReason: 'budget',
    turns: 5,
  });
});
