import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  Agent,
  type AgentEvent,
  defineTool,
  type ExternalAnswer,
  result as toolResult,
  RetryToolCall,
  type RunState,
  ToolFailure,
} from '@pegboard/core';
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

  const outside = defineTool({ name: 'outside', description: 'Later', input: z.object({}) });
  const waiting = () => {
    const inner: (string | TurnSpec)[] = [{ calls: [{ callId: 'o1', name: 'outside' }] }, 'Heard.'];
    const provider = scriptedProvider(inner);
    const expert = new Agent({ name: 'expert', provider, model: 'm', tools: [outside] });
    // Two levels: what waits in an agent of an agent is told with the whole path, and answered from the top.
    const middle = new Agent({
      name: 'middle',
      provider: scriptedProvider([{ calls: [{ name: 'ask', input: { prompt: 'x' } }] }, 'Told.']),
      model: 'm',
      tools: [expert.asTool({ name: 'ask', description: 'Asks' })],
    });
    const boss = new Agent({
      name: 'boss',
      provider: scriptedProvider([{ calls: [{ name: 'send', input: { prompt: 'x' } }] }, 'Done.']),
      model: 'm',
      tools: [middle.asTool({ name: 'send', description: 'Sends' })],
    });
    return { boss, provider };
  };
  const resultSeen = (requests: readonly { readonly messages: readonly unknown[] }[]): unknown =>
    requests[1]?.messages.at(-1);

  it.each([
    ['a value', { a: 1 }, { status: 'success', content: [{ type: 'json', value: { a: 1 } }] }],
    ['nothing', undefined, { status: 'success', content: [{ type: 'text', text: '(nothing)' }] }],
    [
      'a failure',
      new ToolFailure('it broke'),
      { status: 'failed', content: [{ type: 'text', text: 'it broke' }] },
    ],
    ['a retry', new RetryToolCall('ask less'), { status: 'retry' }],
    [
      'a rich result',
      toolResult('seen', { content: [{ type: 'text', text: 'more' }], trust: 'untrusted' }),
      { status: 'success', trust: 'untrusted' },
    ],
    [
      'data that looks like a marked answer',
      { '~answer': 'failure', message: 'x' },
      { status: 'success', content: [{ type: 'json', value: { '~answer': 'failure', message: 'x' } }] },
    ],
  ])('is given %s that comes later for what it waits for', async (_, answer, seen) => {
    const { boss, provider } = waiting();
    const paused = await boss.run('x');
    expect(paused.pending).toMatchObject([{ kind: 'external', callId: 'o1', path: ['send', 'ask'] }]);
    expect([paused.pending.external, paused.pending.approvals]).toEqual([[...paused.pending], []]);
    const state = JSON.parse(JSON.stringify(paused.state)) as RunState;
    const done = await boss.resume(state, { external: { o1: answer as ExternalAnswer } });
    expect(done.status).toBe('done');
    expect(resultSeen(provider.requests)).toMatchObject({ content: [{ name: 'outside', ...seen }] });
  });

  it('lets whoever decides know of a decision that does not fit, and loses nothing', async () => {
    const { boss } = team([
      { calls: [{ callId: 'r1', name: 'remove', input: { path: '/a' } }] },
      'It is gone.',
    ]);
    const { state } = await boss.run('x');
    const wrong = [
      { approvals: { r1: 'yes' } },
      { approvals: { r1: { approve: true, digest: 'of something else' } } },
      { external: { r1: 'a value' } },
      { resumed: { r1: 'a value' } },
      { approvals: { other: true } },
    ];
    for (const decisions of wrong)
      await expect(boss.resume(state, decisions as never)).rejects.toMatchObject({
        name: 'ConfigError',
        code: 'invalid-state',
      });
    expect((await boss.resume(state, { approvals: { r1: true } })).calls.lastResult('ask_expert')).toBe(
      'It is gone.',
    );
  });
});
