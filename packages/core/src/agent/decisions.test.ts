import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Agent, type AgentOptions, defineTool, type JsonObject, type RunState } from '@pegboard/core';
import { prefix } from '@pegboard/core/tools';
import { scriptedProvider, type ScriptedTurn } from '@pegboard/testing';

const removal = (version?: string) =>
  defineTool({
    name: 'remove',
    description: 'Removes',
    input: z.object({ path: z.string() }),
    approval: true,
    ...(version !== undefined && { version }),
    execute: ({ path }) => `removed ${path}`,
  });

const agentOf = (turns: readonly ScriptedTurn[], options: Partial<AgentOptions> = {}): Agent =>
  new Agent({ provider: scriptedProvider(turns), model: 'm', tools: [removal()], ...options });

const callRemove: ScriptedTurn = { calls: [{ callId: 'c1', name: 'remove', input: { path: '/tmp/a' } }] };

/** As a database gives it back. */
const copy = (state: RunState): RunState => JSON.parse(JSON.stringify(state)) as RunState;

const withInput = (state: RunState, input: JsonObject): RunState => ({
  ...state,
  calls: state.calls.map((call) => ({ ...call, input })),
});

describe('the digest of an approval', () => {
  it('is told with what is pending, and holds when it is given back', async () => {
    const agent = agentOf([callRemove, 'Done.']);
    const paused = await agent.run('Go');
    const [pending] = paused.pending;
    expect(pending?.digest).toMatch(/^[\da-f]{64}$/);
    const decision = { approve: true, digest: String(pending?.digest) } as const;
    const result = await agent.resume(copy(paused.state), { approvals: { c1: decision } });
    expect(result.calls.lastResult('remove')).toBe('removed /tmp/a');
  });

  it('refuses an approval of something else, and one whose input was changed since', async () => {
    const agent = agentOf([callRemove, 'Done.']);
    const { state } = await agent.run('Go');
    const other = await agentOf([callRemove]).run('Go');
    const stale = { approve: true, digest: String(other.pending[0]?.digest) } as const;
    await expect(agent.resume(state, { approvals: { c1: stale } })).rejects.toThrow('is for something else');
    await expect(
      agent.resume(withInput(state, { path: '/etc' }), { approvals: { c1: true } }),
    ).rejects.toThrow('was changed since its approval was asked');
  });

  it('is told to `onApproval` too, and lets an approver change the input', async () => {
    const seen: unknown[] = [];
    const agent = agentOf([callRemove, 'Done.'], {
      onApproval: ({ digest }) => {
        seen.push(digest);
        return { approve: true, digest: String(digest), input: { path: '/tmp/b' } };
      },
    });
    const result = await agent.run('Go');
    expect(seen).toEqual([expect.stringMatching(/^[\da-f]{64}$/)]);
    expect(result.calls.lastResult('remove')).toBe('removed /tmp/b');
  });
});

describe('a state made by another version', () => {
  it.each([
    ['1.4.0', '2.0.0', false],
    ['1.4.0', '1.9.3', true],
    ['v1.0.0', '1.0.1', true],
    ['0.3.0', '0.4.0', false],
    ['0.3.0', '0.3.9', true],
    ['june', 'july', false],
    [undefined, '2.0.0', true],
    ['1.0.0', undefined, true],
  ])('of a tool: %s resumed with %s is taken: %s', async (before, now, taken) => {
    const { state } = await agentOf([callRemove], { tools: [removal(before)] }).run('Go');
    const agent = agentOf(['Done.'], { tools: [removal(now)] });
    const decisions = { approvals: { c1: true } };
    if (taken) expect((await agent.resume(copy(state), decisions)).status).toBe('done');
    else {
      await expect(agent.resume(copy(state), decisions)).rejects.toThrow('Tool "remove" has changed since');
      const accepted = await agent.resume(copy(state), { ...decisions, versionChange: 'accept' });
      expect(accepted.status).toBe('done');
    }
  });

  it('of the agent is refused as well; calls that are done do not count', async () => {
    const { state } = await agentOf([callRemove], { version: '1.0.0' }).run('Go');
    const next = agentOf(['Done.'], { version: '2.0.0' });
    await expect(next.resume(state, { approvals: { c1: true } })).rejects.toThrow('The agent has changed');

    const done = await agentOf([callRemove, 'Done.'], {
      tools: [removal('1.0.0')],
      onApproval: () => true,
    }).run('Go');
    const later = agentOf(['More.'], { tools: [removal('2.0.0')] });
    expect((await later.resume(done.state, { prompt: 'More' })).text).toBe('More.');
  });
});

describe('the total budget of refused calls', () => {
  const flaky = (maxTotalRetries?: number) =>
    defineTool({
      name: 'flaky',
      description: 'Takes numbers',
      input: { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] },
      ...(maxTotalRetries !== undefined && { maxTotalRetries }),
      execute: () => 'ok',
    });
  const good: ScriptedTurn = { calls: [{ name: 'flaky', input: { n: 1 } }] };
  const bad: ScriptedTurn = { calls: [{ name: 'flaky', input: { n: 'many' } }] };

  it.each<[string, number | undefined, Partial<AgentOptions>, readonly string[]]>([
    ['of the tool', 1, {}, ['flaky']],
    ['of the agent', undefined, { maxTotalToolRetries: 1 }, ['flaky']],
    ['none', undefined, {}, []],
  ])('counts refusals that are not in a row: %s', async (_, budget, options, withdrawn) => {
    const turns = [bad, { calls: [{ name: 'flaky', input: { n: 2 } }] }, bad, 'Done.'];
    const result = await agentOf(turns, { tools: [flaky(budget)], ...options }).run('Go');
    expect(result.state.withdrawn).toEqual(withdrawn);
    expect(result.text).toBe('Done.');
  });

  it('lets a tool work that stays within it', async () => {
    const result = await agentOf([bad, good, 'Done.'], { tools: [flaky(1)] }).run('Go');
    expect(result.state.withdrawn).toEqual([]);
  });
});

describe('a call by name inside a prefixed tool', () => {
  const read = defineTool({
    name: 'read',
    description: 'Reads',
    input: { type: 'object' },
    execute: () => 'inner text',
  });
  const other = defineTool({
    name: 'read',
    description: 'Another',
    input: { type: 'object' },
    execute: () => 'wrong',
  });
  const sum = defineTool({
    name: 'sum_up',
    description: 'Sums up',
    input: { type: 'object' },
    execute: (_, { call }) => call('read'),
  });

  it('means the tool that was written beside it', async () => {
    const tools = [...prefix(prefix([read, sum], 'fs'), 'my'), other];
    const provider = scriptedProvider([{ calls: [{ name: 'my_fs_sum_up' }] }, 'Done.']);
    const result = await new Agent({ provider, model: 'm', tools }).run('Go');
    expect(result.calls.lastResult('my_fs_sum_up')).toBe('inner text');
    expect(result.calls.called('my_fs_read')).toBe(true);
  });
});
