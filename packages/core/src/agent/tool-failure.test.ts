import { describe, expect, it } from 'vitest';
import { Agent, type AgentOptions, type RunState } from '@pegboard/core';
import { type ScriptedCall, scriptedProvider } from '@pegboard/testing';
import { expectSound } from './check-history.test-util.ts';
import { makeTool } from './make-tool.test-util.ts';

const fail = makeTool('fail', () => {
  throw new Error('no');
});
const ran: string[] = [];
const work = makeTool('work', () => ran.push('work'));
const ask = makeTool('ask', () => ran.push('ask'), { approval: true });

function agentFor(calls: readonly ScriptedCall[], more: Partial<AgentOptions> = {}): Agent {
  ran.length = 0;
  const provider = scriptedProvider([{ calls }, 'done']);
  return new Agent({
    provider,
    model: 'm',
    tools: [fail, work, ask],
    onToolFailure: 'skipRest',
    toolExecution: 'sequential',
    ...more,
  });
}

describe("onToolFailure: 'skipRest'", () => {
  it('does not run the calls after a failed one, and each of them says so', async () => {
    const result = await agentFor([
      { name: 'work' },
      { name: 'fail' },
      { name: 'work' },
      { name: 'work' },
    ]).run('go');
    expect(result.calls.all.map((call) => call.status)).toEqual(['success', 'failed', 'denied', 'denied']);
    expect(result.calls.last('work')).toMatchObject({
      attempts: 0,
      error:
        'work was not run: fail did not succeed, so the rest is left out. Call it again if still needed.',
    });
    expect(ran).toEqual(['work']);
    expect(result.status).toBe('done');
    expect(JSON.stringify(result.messages.at(-2))).toContain('is left out');
    expectSound(result.messages);
  });

  it('lets calls that run at the same time end', async () => {
    const calls = [{ name: 'fail' }, { name: 'work' }];
    const result = await agentFor(calls, { toolExecution: 'parallel' }).run('go');
    expect(result.calls.all.map((call) => call.status)).toEqual(['failed', 'success']);
  });

  it('skips what comes after a call that was refused, not what comes before it', async () => {
    const bad = { name: 'work', input: { n: 'x' } };
    const result = await agentFor([{ name: 'work' }, bad, { name: 'work' }]).run('go');
    expect(result.calls.all.map((call) => call.status)).toEqual(['success', 'retry', 'denied']);
  });

  it('asks nobody about calls that are skipped', async () => {
    const result = await agentFor([{ name: 'fail' }, { name: 'ask' }]).run('go');
    expect(result).toMatchObject({ status: 'done', pending: [] });
    expect(result.calls.last('ask')?.status).toBe('denied');
    const asked: string[] = [];
    const onApproval = ({ name }: { readonly name: string }): true => (asked.push(name), true);
    await agentFor([{ name: 'fail' }, { name: 'ask' }], { onApproval }).run('go');
    expect(asked).toEqual([]);
  });

  it('holds after a pause: a denial skips the rest', async () => {
    const agent = agentFor([
      { name: 'ask', callId: 'first' },
      { name: 'ask', callId: 'second' },
    ]);
    const paused = await agent.run('go');
    const state = JSON.parse(JSON.stringify(paused.state)) as RunState;
    const result = await agent.resume(state, { approvals: { first: false, second: true } });
    expect(result.calls.all.map((call) => call.status)).toEqual(['denied', 'denied']);
    expect(ran).toEqual([]);
  });

  it('is off by default, and can be set for a run', async () => {
    const calls = [{ name: 'fail' }, { name: 'work' }];
    const off = await agentFor(calls, { onToolFailure: 'continue' }).run('go');
    expect(off.calls.last('work')?.status).toBe('success');
    const on = await agentFor(calls, { onToolFailure: 'continue' }).run('go', { onToolFailure: 'skipRest' });
    expect(on.calls.last('work')?.status).toBe('denied');
  });
});
