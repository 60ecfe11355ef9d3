import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  Agent,
  type AgentEvent,
  type AnyTool,
  defineTool,
  result as toolResult,
  type ResumeOptions,
  type RunResult,
  type RunState,
  type Toolset,
} from '@pegboard/core';
import { scriptedProvider, type ScriptedProvider } from '@pegboard/testing';
import { expectSound } from './check-history.test-util.ts';
import { externalTool, makeTool } from './make-tool.test-util.ts';

const removed: string[] = [];
const remove = defineTool({
  name: 'remove',
  description: 'Removes a file',
  input: z.object({ path: z.string().startsWith('/tmp/') }),
  approval: ({ path }) => path !== '/tmp/free' && `It removes ${path}.`,
  execute: ({ path }) => {
    removed.push(path);
    return `removed ${path}`;
  },
});

const batch = {
  calls: [
    { name: 'remove', input: { path: '/tmp/a' }, callId: 'a' },
    { name: 'remove', input: { path: '/tmp/free' }, callId: 'free' },
    { name: 'remove', input: { path: '/tmp/b' }, callId: 'b' },
    { name: 'remove', input: { path: '/etc/c' }, callId: 'bad' },
  ],
};

/** A run that has paused, its state as another process would read it. */
async function paused(
  tools: readonly (AnyTool | Toolset)[] = [remove],
  first: object = batch,
): Promise<{ agent: Agent; state: RunState; result: RunResult; provider: ScriptedProvider }> {
  removed.length = 0;
  const provider = scriptedProvider([first, 'done', 'and more']);
  const agent = new Agent({ provider, model: 'm', tools });
  const result = await agent.run('Work');
  expect(result.status).toBe('paused');
  return { agent, result, provider, state: JSON.parse(JSON.stringify(result.state)) as RunState };
}

describe('approval', () => {
  it('pauses the run with what waits; the rest is done, and bad calls are not asked about', async () => {
    const { result } = await paused();
    expect(result).toMatchObject({
      stopReason: 'approval',
      stopDetail: 'Waiting for remove, remove.',
      turns: 1,
    });
    expect(result.pending.approvals).toEqual(result.pending);
    expect(result.pending.external).toEqual([]);
    expect(result.pending).toEqual([
      {
        kind: 'approval',
        callId: 'a',
        name: 'remove',
        path: [],
        input: { path: '/tmp/a' },
        reason: 'It removes /tmp/a.',
        digest: expect.any(String),
      },
      {
        kind: 'approval',
        callId: 'b',
        name: 'remove',
        path: [],
        input: { path: '/tmp/b' },
        reason: 'It removes /tmp/b.',
        digest: expect.any(String),
      },
    ]);
    expect(removed).toEqual(['/tmp/free']);
    expect(result.calls.all.map((call) => call.status)).toEqual([undefined, 'success', undefined, 'retry']);
  });

  it('given, runs the calls, and all results stand in the order of the calls', async () => {
    const { agent, state, provider } = await paused();
    const result = await agent.resume(state, { approvals: { b: true, a: { approve: true } } });
    expect(result).toMatchObject({ status: 'done', text: 'done', pending: [] });
    expect(removed.toSorted()).toEqual(['/tmp/a', '/tmp/b', '/tmp/free']);
    expect(provider.requests[1]?.messages.at(-1)).toMatchObject({
      content: [{ callId: 'a' }, { callId: 'free' }, { callId: 'b' }, { callId: 'bad' }],
    });
    expectSound(result.messages);
  });

  it('denied, tells the model, with the reason if there is one', async () => {
    const { agent, state } = await paused();
    const result = await agent.resume(state, { approvals: { a: { deny: 'Not on a Friday.' }, b: false } });
    expect(removed).toEqual(['/tmp/free']);
    expect(result.calls.all).toMatchObject([
      { status: 'denied', error: 'remove was not run: permission was denied. Reason: Not on a Friday.' },
      { status: 'success' },
      { status: 'denied', error: 'remove was not run: permission was denied.' },
      {},
    ]);
  });

  it('with other input runs that, validated again', async () => {
    const { agent, state } = await paused();
    const approvals = {
      a: { approve: true, input: { path: '/tmp/other' } },
      b: { approve: true, input: { path: '/etc/passwd' } },
    } as const;
    const result = await agent.resume(state, { approvals });
    expect(removed).toEqual(['/tmp/free', '/tmp/other']);
    expect(result.calls.all[0]).toMatchObject({ status: 'success', input: { path: '/tmp/other' } });
    expect(result.calls.all[2]).toMatchObject({
      status: 'retry',
      attempts: 0,
      error: expect.stringContaining('path') as string,
    });
  });

  it('for some only pauses again for the others, and nothing runs twice', async () => {
    const { agent, state } = await paused();
    const half = await agent.resume(state, { approvals: { b: true } });
    expect(half).toMatchObject({ status: 'paused', pending: [{ callId: 'a' }] });
    expect(await agent.resume(half.state)).toMatchObject({ status: 'paused', pending: [{ callId: 'a' }] });
    const result = await agent.resume(half.state, { approvals: { a: true } });
    expect(result.status).toBe('done');
    expect(removed).toEqual(['/tmp/free', '/tmp/b', '/tmp/a']);
  });

  it.each([
    [
      'an unknown call',
      { approvals: { x: true } },
      /"x" does not wait for approval.*a \(remove\), b \(remove\)/,
    ],
    ['a slip', { approvals: { aa: true } }, /"aa" does not wait for approval.*pending: a \(remove\)/],
    ['a call that is settled', { approvals: { free: true } }, /it is settled/],
    ['a result in place of a decision', { external: { a: 1 } }, /does not wait for external.*approval/],
    ['nothing', { approvals: { a: undefined } }, /decision on call "a"/],
    ['null', { approvals: { a: null } }, /decision/],
    ['yes', { approvals: { a: 'yes' } }, /decision/],
    ['an object that says neither', { approvals: { a: { input: { path: '/tmp/a' } } } }, /decision/],
    ['approve: false', { approvals: { a: { approve: false } } }, /decision/],
    [
      'a prompt while calls wait',
      { approvals: { a: true }, prompt: 'And?' },
      /cannot be added while calls are pending/,
    ],
  ])('is not %s', async (_, decisions, message) => {
    const { agent, state } = await paused();
    const resumed = agent.resume(state, decisions as ResumeOptions);
    await expect(resumed).rejects.toMatchObject({
      name: 'ConfigError',
      code: 'invalid-state',
      message: expect.stringMatching(message) as string,
    });
    expect(removed).toEqual(['/tmp/free']);
  });

  it('does not change the state that was given', async () => {
    const { agent, state } = await paused();
    const before = JSON.stringify(state);
    await agent.resume(state, { approvals: { a: true, b: true } });
    expect(JSON.stringify(state)).toBe(before);
  });

  it('with a prompt puts it behind the results', async () => {
    const { agent, state, provider } = await paused();
    const result = await agent.resume(state, { approvals: { a: true, b: false }, prompt: 'Be quick' });
    expect(provider.requests[1]?.messages.map((message) => message.role)).toEqual([
      'user',
      'assistant',
      'tool',
      'user',
    ]);
    expect(result.status).toBe('done');
    expectSound(result.messages);
  });

  it('tells listeners of results that the decisions bring', async () => {
    const { agent, state } = await paused();
    const events: AgentEvent[] = [];
    await agent.resume(state, { approvals: { a: false, b: true }, onEvent: (event) => events.push(event) });
    const seen = events.flatMap((event) =>
      event.type === 'tool-result' ? [`${event.callId} ${event.status}`] : [],
    );
    expect(seen).toEqual(['a denied', 'b success']);
    expect(events[0]).toMatchObject({ type: 'run-start', resumed: true });
  });

  it('of a tool that is gone gives a failed result', async () => {
    const { state } = await paused();
    const agent = new Agent({ provider: scriptedProvider(['done']), model: 'm' });
    const result = await agent.resume(state, { approvals: { a: true, b: true } });
    expect(result).toMatchObject({ status: 'done' });
    expect(result.calls.all[0]).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('no such tool') as string,
    });
  });
});

describe('external tools', () => {
  const ask = externalTool('ask', { trust: 'untrusted', maxResultChars: 10 });
  const call = {
    calls: [
      { name: 'ask', callId: 'q', input: { n: 1 } },
      { name: 'work', callId: 'w' },
    ],
  };

  it('pause the run and take the result from the caller', async () => {
    const { agent, state, result } = await paused([ask, makeTool('work')], call);
    expect(result).toMatchObject({
      stopReason: 'external',
      pending: [{ kind: 'external', path: [], callId: 'q', input: { n: 1 } }],
    });
    const answered = await agent.resume(state, { external: { q: 'a rather long answer' } });
    expect(answered.status).toBe('done');
    expect(answered.calls.all[0]).toMatchObject({
      status: 'success',
      result: 'a rather long answer',
      trust: 'untrusted',
    });
    expect(JSON.stringify(answered.messages)).toContain('10 of 20 characters shown');
    expectSound(answered.messages);
  });

  it('take result() and values that are no JSON', async () => {
    const { agent, state } = await paused([ask, makeTool('work')], call);
    const rich = await agent.resume(state, { external: { q: toolResult('done', { final: true }) } });
    expect(rich).toMatchObject({ stopReason: 'tool-final', output: 'done' });
    const odd = await agent.resume(state, { external: { q: new Map([['a', 1n]]) as never } });
    expect(odd.calls.lastResult('ask')).toEqual({ a: '1' });
  });

  it('with approval are asked about first, then waited for', async () => {
    const { agent, state, result } = await paused(
      [externalTool('ask', { approval: true }), makeTool('work')],
      call,
    );
    expect(result.stopReason).toBe('approval');
    const waiting = await agent.resume(state, { approvals: { q: true } });
    expect(waiting).toMatchObject({
      status: 'paused',
      stopReason: 'external',
      pending: [{ kind: 'external', path: [], callId: 'q' }],
    });
    expect(await agent.resume(waiting.state, { external: { q: 42 } })).toMatchObject({ status: 'done' });
  });

  it('of a toolset behave the same; their results count as data from outside', async () => {
    const toolset: Toolset = { list: () => [externalTool('ask', { approval: true })] };
    const { agent, state } = await paused([toolset, makeTool('work')], call);
    const waiting = await agent.resume(state, { approvals: { q: true } });
    expect(waiting).toMatchObject({ status: 'paused', stopReason: 'external' });
    const result = await agent.resume(waiting.state, { external: { q: 42 } });
    expect(result.calls.last('ask')).toMatchObject({ status: 'success', result: 42, trust: 'untrusted' });
  });
});

describe('a state that cannot be resumed', () => {
  it.each([
    ['nothing', undefined],
    ['another version', { version: 2, messages: [], calls: [] }],
    ['no state', { text: 'done' }],
  ])('%s', async (_, state) => {
    const agent = new Agent({ provider: scriptedProvider([]), model: 'm' });
    await expect(agent.resume(state as never)).rejects.toMatchObject({ code: 'invalid-state' });
  });

  it('a run that is done, without a prompt', async () => {
    const agent = new Agent({ provider: scriptedProvider(['one', 'two']), model: 'm' });
    const { state } = await agent.run('Hi');
    await expect(agent.resume(state)).rejects.toMatchObject({ code: 'invalid-state' });
    const result = await agent.resume(state, { prompt: 'And?' });
    expect(result).toMatchObject({ status: 'done', text: 'two', turns: 2, runId: state.runId });
    expect(result.newMessages).toHaveLength(4);
  });
});
