import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Agent, type AgentEvent, defineTool, type RunState } from '@pegboard/core';
import { scriptedError, scriptedProvider, type TurnSpec } from '@pegboard/testing';

const remove = defineTool({
  name: 'remove',
  description: 'Removes',
  input: z.object({ path: z.string() }),
  approval: true,
  execute: ({ path }) => `removed ${path}`,
});

function team(inner: readonly (string | TurnSpec)[]) {
  const expert = new Agent({
    name: 'expert',
    provider: scriptedProvider(inner),
    model: 'm',
    tools: [remove],
  });
  const tool = expert.asTool({ name: 'ask_expert', description: 'Asks the expert' });
  const provider = scriptedProvider(
    [{ calls: [{ name: 'ask_expert', input: { prompt: 'Help' } }] }, 'Done.'],
    { otherwise: 'Done.' },
  );
  return { expert, provider, boss: new Agent({ name: 'boss', provider, model: 'm', tools: [tool] }) };
}

describe('an agent as a tool', () => {
  it('answers its caller, whose usage it counts as', async () => {
    const { boss } = team([{ text: 'Forty-two.', usage: { inputTokens: 100, outputTokens: 50 } }]);
    const result = await boss.run('x');
    expect(result.calls.lastResult('ask_expert')).toBe('Forty-two.');
    expect(result.usage.inputTokens).toBeGreaterThanOrEqual(100);
    expect(result.state.requests).toBe(3);
  });

  it('never reports an error or a stop as success', async () => {
    const failed = await team([{ error: scriptedError('authentication') }]).boss.run('x');
    expect(failed.calls.last('ask_expert')).toMatchObject({ status: 'failed' });
    const stopped = await team([{ text: 'half', finish: 'length' }]).boss.run('x');
    expect(stopped.calls.last('ask_expert')).toMatchObject({ status: 'failed' });
    expect(stopped.calls.last('ask_expert')?.error).toContain('half');
  });

  it('pauses the outer run for an approval inside, through JSON, and goes on', async () => {
    const { boss } = team([{ calls: [{ name: 'remove', input: { path: '/a' } }] }, 'It is gone.']);
    const paused = await boss.run('x');
    expect(paused).toMatchObject({ status: 'paused', stopReason: 'approval' });
    const [pending] = paused.pending;
    expect(pending).toMatchObject({ name: 'remove', input: { path: '/a' }, path: ['ask_expert'] });
    const state = JSON.parse(JSON.stringify(paused.state)) as RunState;
    const done = await boss.resume(state, { approvals: { [pending?.callId ?? '']: true } });
    expect(done.status).toBe('done');
    expect(done.calls.lastResult('ask_expert')).toBe('It is gone.');
    expect(done.state.requests).toBe(4);
  });

  it('has its events told with the path to them', async () => {
    const { boss } = team(['Hello.']);
    const events: AgentEvent[] = [];
    const result = await boss.run('x', { onEvent: (event) => events.push(event) });
    const inner = events.find((event) => event.type === 'text' && event.text === 'Hello.');
    expect(inner?.path).toEqual([result.calls.all[0]?.callId]);
    expect(inner?.runId).not.toBe(result.runId);
  });

  it('has its text in its events only: it is not the answer of the run', async () => {
    const read = async (texts: AsyncIterable<string>): Promise<string> => {
      let all = '';
      for await (const text of texts) all += text;
      return all;
    };
    const told: string[] = [];
    const result = await team(['Hello.']).boss.run('x', { onText: (text) => void told.push(text) });
    expect(told.join('')).toBe(result.text);
    expect(await read(team(['Hello.']).boss.stream('x').text)).toBe(result.text);
    expect(await read(team(['Hello.']).boss.session().turnStream({ prompt: 'x' }).text)).toBe('');
  });

  it('leaves the partial input of an inner call to be worked out by who reads it', async () => {
    const { boss } = team([{ calls: [{ name: 'remove', input: { path: '/a' } }] }, 'It is gone.']);
    const events: AgentEvent[] = [];
    await boss.run('x', { onEvent: (event) => events.push(event) });
    const inner = events.findLast((event) => event.path && event.type === 'tool-call-delta');
    expect(inner).toMatchObject({ partialInput: { path: '/a' } });
    expect(Object.getOwnPropertyDescriptor(inner, 'partialInput')).toHaveProperty('get');
  });

  it('is cancelled with its caller', async () => {
    const { boss, expert } = team([{ hang: true }]);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    expect((await boss.run('x', { signal: controller.signal })).status).toBe('cancelled');
    expect(expert.name).toBe('expert');
  });

  it('stays within what the limits of its caller leave', async () => {
    const { boss } = team([
      { calls: [{ name: 'nothing', input: {} }] },
      { calls: [{ name: 'nothing', input: {} }] },
      'Late.',
    ]);
    const result = await boss.run('x', { limits: { requests: 2 } });
    expect(result.calls.last('ask_expert')).toMatchObject({ status: 'failed' });
    expect(result).toMatchObject({ status: 'stopped', stopReason: 'budget' });
  });
});
