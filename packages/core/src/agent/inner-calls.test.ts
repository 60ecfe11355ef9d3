import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Agent, type AnyTool, defer, defineTool, type RunState, suspend, ToolFailure } from '@pegboard/core';
import { pipe } from '@pegboard/core/tools';
import { scriptedProvider } from '@pegboard/testing';

const copy = (state: RunState): RunState => JSON.parse(JSON.stringify(state)) as RunState;

/** An agent whose model calls `outer` once and then answers. */
function outerAgent(tools: readonly AnyTool[]): Agent {
  return new Agent({
    provider: scriptedProvider([{ calls: [{ name: 'outer', input: {} }] }, 'Done.'], { otherwise: 'Done.' }),
    model: 'm',
    tools,
  });
}

const ran: string[] = [];
const add = defineTool({
  name: 'add',
  description: 'Adds',
  input: z.object({ a: z.number(), b: z.number() }),
  execute: ({ a, b }) => {
    ran.push(`add ${a} ${b}`);
    return a + b;
  },
});
const danger = defineTool({
  name: 'danger',
  description: 'Dangerous',
  input: z.object({ what: z.string() }),
  approval: 'it is dangerous',
  execute: ({ what }) => {
    ran.push(`danger ${what}`);
    return `did ${what}`;
  },
});

describe('ctx.call', () => {
  it('sends an inner call through the full life, and gives its value', async () => {
    ran.length = 0;
    const outer = defineTool({
      name: 'outer',
      description: 'Adds three',
      input: z.object({}),
      execute: async (_, { call }) => call(add, { a: Number(await call('add', { a: 1, b: 2 })), b: 3 }),
    });
    const result = await outerAgent([outer, add]).run('x');
    expect(result.calls.lastResult('outer')).toBe(6);
    expect(result.calls.all.map(({ name, parent }) => [name, parent !== undefined])).toEqual([
      ['outer', false],
      ['add', true],
      ['add', true],
    ]);
    expect(
      result.messages.flatMap((message) => (message.role === 'tool' ? message.content : [])),
    ).toHaveLength(1);
  });

  it('rejects with the reason when the inner input is refused or the tool is unknown', async () => {
    const outer = defineTool({
      name: 'outer',
      description: 'Calls badly',
      input: z.object({}),
      execute: async (_, { call }) => {
        const problems = await Promise.allSettled([call('add', { a: 'x' }), call('nothing', {})]);
        return problems.map((problem) => (problem.status === 'rejected' ? String(problem.reason) : 'fine'));
      },
    });
    const { calls } = await outerAgent([outer, add]).run('x');
    const [refused, unknown] = calls.lastResult('outer') as string[];
    expect(refused).toContain('expected number');
    expect(unknown).toContain('no tool named "nothing"');
  });

  it('pauses the run for an inner approval, and enters the tool again without repeating what is settled', async () => {
    ran.length = 0;
    const outer = defineTool({
      name: 'outer',
      description: 'Adds, then does',
      input: z.object({}),
      execute: async (_, { call }) => {
        const sum = await call(add, { a: 1, b: 2 });
        return [sum, await call(danger, { what: 'it' })];
      },
    });
    const agent = outerAgent([outer]);
    const paused = await agent.run('x');
    expect(paused).toMatchObject({ status: 'paused', stopReason: 'approval' });
    const [pending] = paused.pending;
    expect(pending).toMatchObject({
      kind: 'approval',
      name: 'danger',
      input: { what: 'it' },
      path: ['outer'],
      reason: 'it is dangerous',
    });
    const done = await agent.resume(copy(paused.state), { approvals: { [pending?.callId ?? '']: true } });
    expect(done).toMatchObject({ status: 'done', text: 'Done.' });
    expect(done.calls.lastResult('outer')).toEqual([3, 'did it']);
    expect(ran).toEqual(['add 1 2', 'danger it']);
  });

  it('lets the tool see that an inner call was denied', async () => {
    const outer = defineTool({
      name: 'outer',
      description: 'Asks',
      input: z.object({}),
      execute: (_, { call }) => call(danger, { what: 'it' }).catch((error: Error) => `no: ${error.message}`),
    });
    const agent = outerAgent([outer]);
    const paused = await agent.run('x');
    const done = await agent.resume(copy(paused.state), {
      approvals: { [paused.pending[0]?.callId ?? '']: { deny: 'too risky' } },
    });
    expect(done.calls.lastResult('outer')).toContain('too risky');
  });

  it('lets inner calls that run beside a waiting one finish before the tool is left', async () => {
    ran.length = 0;
    const outer = defineTool({
      name: 'outer',
      description: 'Both',
      input: z.object({}),
      execute: async (_, { call }) => Promise.all([call(danger, { what: 'it' }), call(add, { a: 1, b: 1 })]),
    });
    const agent = outerAgent([outer]);
    const paused = await agent.run('x');
    expect(ran).toEqual(['add 1 1']);
    const done = await agent.resume(copy(paused.state), {
      approvals: { [paused.pending[0]?.callId ?? '']: true },
    });
    expect(done.calls.lastResult('outer')).toEqual(['did it', 2]);
    expect(ran).toEqual(['add 1 1', 'danger it']);
  });

  it('works three levels deep', async () => {
    const middle = defineTool({
      name: 'middle',
      description: 'Middle',
      input: z.object({}),
      execute: (_, { call }) => call(danger, { what: 'deep' }),
    });
    const outer = defineTool({
      name: 'outer',
      description: 'Outer',
      input: z.object({}),
      execute: (_, { call }) => call(middle, {}),
    });
    const agent = outerAgent([outer]);
    const paused = await agent.run('x');
    expect(paused.pending[0]?.path).toEqual(['outer', 'middle']);
    const done = await agent.resume(copy(paused.state), {
      approvals: { [paused.pending[0]?.callId ?? '']: true },
    });
    expect(done.calls.lastResult('outer')).toBe('did deep');
  });

  it('settles everything at once on abort', async () => {
    const controller = new AbortController();
    const slow = defineTool({
      name: 'slow',
      description: 'Slow',
      input: z.object({}),
      execute: () => new Promise(() => undefined),
    });
    const outer = defineTool({
      name: 'outer',
      description: 'Outer',
      input: z.object({}),
      execute: async (_, { call }) => {
        setTimeout(() => controller.abort(), 10);
        return call(slow, {});
      },
    });
    const result = await outerAgent([outer]).run('x', { signal: controller.signal });
    expect(result.status).toBe('cancelled');
    expect(result.calls.all.every((call) => call.phase === 'settled')).toBe(true);
  });
});

describe('limits of calls', () => {
  const work = (maxCalls?: number) =>
    defineTool({
      name: 'work',
      description: 'Works',
      input: z.object({}),
      ...(maxCalls !== undefined && { maxCalls }),
      execute: () => 'worked',
    });
  const outer = defineTool({
    name: 'outer',
    description: 'Calls four times',
    input: z.object({}),
    execute: async (_, { call }) =>
      Promise.all([1, 2, 3, 4].map(() => call('work').catch((error: Error) => error.message))),
  });

  it('hold for inner calls: those of a tool and those of a run', async () => {
    const few = await outerAgent([outer, work(2)]).run('x');
    expect(few.calls.lastResult('outer')).toEqual([
      'worked',
      'worked',
      expect.stringContaining('may be called 2 times'),
      expect.stringContaining('may be called 2 times'),
    ]);
    const limited = await outerAgent([outer, work()]).run('x', { limits: { toolCalls: 3 } });
    expect(limited.calls.all.map(({ status }) => status)).toEqual([
      'success',
      'success',
      'success',
      'denied',
      'denied',
    ]);
  });
});

it('inner calls that stand in line when their caller is given up do not begin', async () => {
  const begun: number[] = [];
  const slow = defineTool({
    name: 'slow',
    description: 'Takes its time',
    input: z.object({ n: z.number() }),
    execute: async ({ n }, { signal }) => {
      begun.push(n);
      await new Promise((resolve) => {
        signal.addEventListener('abort', resolve);
        setTimeout(resolve, 60);
      });
    },
  });
  const outer = defineTool({
    name: 'outer',
    description: 'Calls twice',
    input: z.object({}),
    timeoutMs: 20,
    execute: async (_, { call }) => Promise.all([call(slow, { n: 1 }), call(slow, { n: 2 })]),
  });
  const result = await outerAgent([outer]).run('x', { toolExecution: 'sequential' });
  expect(result.calls.last('outer')).toMatchObject({ status: 'failed' });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(begun).toEqual([1]);
});

describe('suspend and defer', () => {
  it('keep JSON only, and enter the tool again whatever was kept', async () => {
    const suspending = (state: unknown) =>
      defineTool({
        name: 'outer',
        description: 'Waits',
        input: z.object({}),
        execute: (_, { resumed }) => {
          if (!resumed) throw suspend(state as never);
          return { kept: resumed.state };
        },
      });
    const kept = async (state: unknown): Promise<unknown> => {
      const agent = outerAgent([suspending(state)]);
      const { pending, state: paused } = await agent.run('x');
      const resumed = { [pending[0]?.callId ?? '']: null };
      return (await agent.resume(copy(paused), { resumed })).calls.lastResult('outer');
    };
    expect(await kept(undefined)).toEqual({ kept: null });
    expect(await kept({ at: new Date(0), big: 1n })).toEqual({
      kept: { at: '1970-01-01T00:00:00.000Z', big: '1' },
    });
    const failed = await outerAgent([suspending({ open: new WeakMap() })]).run('x');
    expect(failed.calls.last('outer')).toMatchObject({ status: 'failed' });
    expect(failed.calls.last('outer')?.error).toContain('The call cannot wait: ');
  });

  it('validates what comes later by the output of its tool', async () => {
    const outer = defineTool({
      name: 'outer',
      description: 'Somebody else does it',
      input: z.object({}),
      output: z.object({ n: z.number().transform((n) => n + 1) }),
    });
    const agent = outerAgent([outer]);
    const { pending, state } = await agent.run('x');
    const given = async (value: object) => {
      const done = await agent.resume(copy(state), {
        external: { [pending[0]?.callId ?? '']: value as never },
      });
      return done.calls.last('outer');
    };
    expect(await given({ n: 1 })).toMatchObject({ status: 'success', result: { n: 2 } });
    const wrong = await given({ n: 'one' });
    expect(wrong).toMatchObject({ status: 'failed' });
    expect(wrong?.error).toContain('does not fit its output schema');
  });

  it('waits for a part of a composition that somebody else runs', async () => {
    const outside = defineTool({
      name: 'outside',
      description: 'Somebody else does it',
      input: z.object({}),
      output: z.object({ a: z.number(), b: z.number() }),
      trust: 'untrusted',
    });
    const agent = outerAgent([pipe({ name: 'outer', description: 'Both' }, outside, add)]);
    const { pending, state } = await agent.run('x');
    expect(pending).toMatchObject([{ kind: 'external', name: 'outside', path: ['outer'] }]);
    const callId = pending[0]?.callId ?? '';
    const done = await agent.resume(copy(state), { external: { [callId]: { a: 1, b: 2 } } });
    expect(done.calls.last('outer')).toMatchObject({ status: 'success', result: 3, trust: 'untrusted' });
    const failed = await agent.resume(copy(state), {
      external: { [callId]: new ToolFailure('nobody there') },
    });
    expect(failed.calls.last('outer')).toMatchObject({ status: 'failed', error: 'nobody there' });
  });

  it('enters the tool again with its state and what it was resumed with', async () => {
    const outer = defineTool({
      name: 'outer',
      description: 'Waits',
      input: z.object({}),
      execute: (_, { resumed }) => {
        if (!resumed) throw suspend({ step: 1 });
        return { ...(resumed.state as object), got: resumed.value };
      },
    });
    const agent = outerAgent([outer]);
    const paused = await agent.run('x');
    expect(paused.pending).toMatchObject([{ kind: 'resume', name: 'outer', path: [] }]);
    const done = await agent.resume(copy(paused.state), {
      resumed: { [paused.pending[0]?.callId ?? '']: 42 },
    });
    expect(done.calls.lastResult('outer')).toEqual({ step: 1, got: 42 });
  });

  it('brings the result of a deferred call later, or its failure', async () => {
    const outer = defineTool({
      name: 'outer',
      description: 'Starts a job',
      input: z.object({}),
      execute: (): string => {
        throw defer({ job: 'j1' });
      },
    });
    const agent = outerAgent([outer]);
    const paused = await agent.run('x');
    const [pending] = paused.pending;
    expect(pending).toMatchObject({ kind: 'external', metadata: { job: 'j1' } });
    const done = await agent.resume(copy(paused.state), { external: { [pending?.callId ?? '']: 'ready' } });
    expect(done.calls.lastResult('outer')).toBe('ready');
    const failed = await agent.resume(copy(paused.state), {
      external: { [pending?.callId ?? '']: new ToolFailure('it broke') },
    });
    expect(failed.calls.last('outer')).toMatchObject({ status: 'failed', error: 'it broke' });
  });
});
