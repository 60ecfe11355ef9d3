import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  Agent,
  type AgentEvent,
  type AgentOptions,
  type AnyTool,
  type Guard,
  type GuardCheck,
  inProcessMemory,
  isRunError,
  type RunResult,
  type RunState,
} from '@pegboard/core';
import { scriptedProvider, type ScriptedProvider } from '@pegboard/testing';
import { expectSound } from './check-history.test-util.ts';
import { externalTool, makeTool } from './make-tool.test-util.ts';

type Script = Parameters<typeof scriptedProvider>[0];

function guarded(
  guard: Guard | GuardCheck,
  script: Script,
  more: Partial<AgentOptions> = {},
): { agent: Agent; provider: ScriptedProvider } {
  const provider = scriptedProvider(script);
  const agent = new Agent({ provider, model: 'm', hooks: [{ name: 'watch', guard }], ...more });
  return { agent, provider };
}

/** Everything that a run left behind, as text. */
function traces(result: RunResult, events: readonly AgentEvent[] = []): string {
  return JSON.stringify([result, events]);
}

const blockSecret: GuardCheck = ({ text }) => text.includes('SECRET') && { block: 'No secrets.' };

describe('input guards', () => {
  it('rewrite what the user wrote before anybody sees it', async () => {
    const check: GuardCheck = ({ text }) => ({ rewrite: text.replaceAll('SECRET', '***') });
    const { agent, provider } = guarded({ at: ['input'], check }, ['ok']);
    const patches: unknown[] = [];
    const result = await agent.run('my SECRET', { checkpoint: (patch) => void patches.push(patch) });
    expect(provider.requests[0]?.messages).toMatchObject([{ content: [{ text: 'my ***' }] }]);
    expect(traces(result) + JSON.stringify(patches)).not.toContain('SECRET');
  });

  it('block: the run stops before the model is asked, and nothing of it is kept', async () => {
    const memory = inProcessMemory();
    const { agent, provider } = guarded(blockSecret, ['ok'], { memory });
    const result = await agent.run('my SECRET', { thread: 't' });
    expect(result).toMatchObject({
      status: 'stopped',
      stopReason: 'guard',
      stopDetail: 'A guard blocked the input: No secrets.',
      text: '',
    });
    expect(provider.requests).toHaveLength(0);
    expect(traces(result)).not.toContain('SECRET');
    expect(await memory.load('t', { signal: new AbortController().signal })).toEqual([]);
    expect((await agent.run('plain', { thread: 't' })).text).toBe('ok');
  });

  it('judge the prompt and the external results that `resume` brings', async () => {
    const { agent, provider } = guarded(
      blockSecret,
      [{ calls: [{ name: 'ask', callId: 'x' }] }, 'done', 'more'],
      {
        tools: [externalTool('ask')],
      },
    );
    const paused = await agent.run('go');
    const done = await agent.resume(paused.state, { external: { x: 'SECRET plans' } });
    expect(done.calls.last('ask')).toMatchObject({
      status: 'failed',
      error: 'ask ran, but a guard withheld its result. No secrets.',
    });
    const stopped = await agent.resume(done.state, { prompt: 'SECRET' });
    expect(stopped).toMatchObject({ stopReason: 'guard', text: '' });
    expect(traces(stopped)).not.toContain('SECRET');
    expect(provider.requests).toHaveLength(2);
  });

  it.each([
    ['throws', () => Promise.reject(new TypeError('broken'))],
    ['hangs', () => new Promise<undefined>(() => undefined)],
    ['says something that is no verdict', () => ({ ok: true }) as never],
    ['rewrites to no input', () => ({ rewrite: 7 })],
  ] satisfies [string, GuardCheck][])(
    'that %s fail the run, and the message stays out of its state',
    async (_, check) => {
      const { agent, provider } = guarded({ at: ['input'], check }, ['ok'], { timeouts: { hookMs: 20 } });
      const error = await agent.run('my SECRET').catch((thrown: unknown) => thrown);
      if (!isRunError(error)) throw error;
      expect(error.code).toBe('hook');
      expect(error.message).toContain('Guard "watch" failed');
      expect(traces(error.result)).not.toContain('SECRET');
      expect(provider.requests).toHaveLength(0);
    },
  );
});

describe('guards of calls', () => {
  const call = [{ calls: [{ name: 'work', callId: 'c', input: { n: 7 } }] }, 'done'];
  const ran: unknown[] = [];
  const work = (more: Parameters<typeof makeTool>[2] = {}): AnyTool =>
    makeTool('work', ({ n }) => (ran.push(n), `SECRET ${n}`), more);
  const onArgs = (check: GuardCheck): Guard => ({ at: ['args'], check });
  const onResult = (check: GuardCheck): Guard => ({ at: ['result'], check });

  it('block arguments: the call is denied, does not run, and the run goes on', async () => {
    ran.length = 0;
    const { agent } = guarded(
      onArgs(({ text }) => text.includes('7') && { block: 'Not 7.' }),
      call,
      { tools: [work()] },
    );
    const result = await agent.run('go');
    expect(result.calls.last('work')).toMatchObject({
      status: 'denied',
      attempts: 0,
      error: 'work was not run: a guard blocked it. Not 7.',
    });
    expect(ran).toEqual([]);
    expect(result.text).toBe('done');
    expectSound(result.messages);
  });

  it('rewrite arguments, which are validated again', async () => {
    ran.length = 0;
    const { agent } = guarded(
      onArgs(() => ({ rewrite: { n: 8 } })),
      call,
      { tools: [work()] },
    );
    expect((await agent.run('go')).calls.last('work')).toMatchObject({ input: { n: 8 }, status: 'success' });
    const bad = guarded(
      onArgs(() => ({ rewrite: { n: 'eight' } })),
      call,
      { tools: [work()] },
    );
    expect((await bad.agent.run('go')).calls.last('work')).toMatchObject({ status: 'failed', attempts: 0 });
    expect(ran).toEqual([8]);
  });

  it('judge arguments before a person is asked, and what the person puts in their place', async () => {
    ran.length = 0;
    const seen: unknown[] = [];
    const guard = onArgs((subject) => {
      seen.push(subject.value);
      return subject.text.includes('9') && { block: 'Not 9.' };
    });
    const { agent } = guarded(guard, [...call, 'done'], { tools: [work({ approval: true })] });
    const paused = await agent.run('go');
    expect(seen).toEqual([{ n: 7 }]);
    const state = JSON.parse(JSON.stringify(paused.state)) as RunState;
    const result = await agent.resume(state, { approvals: { c: { approve: true, input: { n: 9 } } } });
    expect(result.calls.last('work')?.status).toBe('denied');
    const inline = guarded(guard, call, {
      tools: [work({ approval: true })],
      onApproval: () => ({ approve: true, input: { n: 9 } }),
    });
    expect((await inline.agent.run('go')).calls.last('work')?.status).toBe('denied');
    expect(ran).toEqual([]);
  });

  it('block results: the model is told that one was withheld, and nothing of it is kept', async () => {
    const events: AgentEvent[] = [];
    const { agent, provider } = guarded(onResult(blockSecret), call, { tools: [work()] });
    const result = await agent.run('go', { onEvent: (event) => events.push(event) });
    expect(provider.requests[1]?.messages.at(-1)).toMatchObject({
      content: [
        { status: 'failed', content: [{ text: 'work ran, but a guard withheld its result. No secrets.' }] },
      ],
    });
    expect(traces(result, events)).not.toContain('SECRET');
  });

  it('rewrite results and the errors of failed calls; a failure stays one', async () => {
    const hide = onResult(
      ({ text }) => text.includes('SECRET') && { rewrite: text.split('\n')[0]?.replaceAll('SECRET', '***') },
    );
    const { agent } = guarded(hide, call, { tools: [work({ trust: 'untrusted' })] });
    expect((await agent.run('go')).calls.last('work')).toMatchObject({ result: '*** 7', trust: 'untrusted' });
    const failing = makeTool('work', () => {
      throw new Error('SECRET path');
    });
    const failed = await guarded(hide, call, { tools: [failing] }).agent.run('go');
    expect(failed.calls.last('work')).toMatchObject({ status: 'failed', error: 'work failed: *** path' });
    expect(traces(failed)).not.toContain('SECRET');
  });

  it.each(['args', 'result'] as const)('that hang at %s fail the call, not the run', async (at) => {
    const check: GuardCheck = () => new Promise<undefined>(() => undefined);
    const { agent } = guarded({ at: [at], check }, call, { tools: [work()], timeouts: { hookMs: 20 } });
    const result = await agent.run('go');
    expect(result.calls.last('work')?.status).toBe('failed');
    expect(result.calls.last('work')?.error).toContain('Guard "watch" failed');
    expect(traces(result)).not.toContain('SECRET');
    expect(result.status).toBe('done');
  });

  it('are asked in the order of the hooks, each with what the one before has made of it', async () => {
    const order: string[] = [];
    const add = (mark: string): Guard =>
      onResult(({ text }) => {
        order.push(text);
        return { rewrite: text.split('\n')[0] + mark };
      });
    const { agent } = guarded(add(''), call, {
      tools: [work()],
      hooks: [{ guard: add('a') }, { guard: add('b') }],
    });
    expect((await agent.run('go')).calls.lastResult('work')).toBe('SECRET 7ab');
    expect(order.map((text) => text.split('\n')[0])).toEqual(['SECRET 7', 'SECRET 7a']);
  });
});

/** All texts that were handed on, in pieces, and the result. */
async function streamed(
  agent: Agent,
): Promise<{ pieces: string[]; events: AgentEvent[]; result: RunResult }> {
  const stream = agent.stream('go');
  const events: AgentEvent[] = [];
  for await (const event of stream) events.push(event);
  const pieces = events.flatMap((event) => (event.type === 'text' ? [event.text] : []));
  return { pieces, events, result: await stream.result };
}

describe('output guards', () => {
  const long = 'All is well. '.repeat(20);

  it('hold the text back until the whole answer has passed', async () => {
    const seen: string[] = [];
    const check: GuardCheck = ({ text }) => void seen.push(text);
    const { pieces, result } = await streamed(guarded({ at: ['output'], check }, [long]).agent);
    expect(seen).toEqual([long]);
    expect(pieces.join('')).toBe(long);
    expect(result.text).toBe(long);
  });

  it('block: the run stops, and nothing of the text is emitted, stored or returned; its usage counts', async () => {
    const memory = inProcessMemory();
    const { agent } = guarded(
      { at: ['output'], check: blockSecret },
      [{ text: `${long} SECRET`, calls: [{ name: 'work' }] }],
      {
        tools: [makeTool('work')],
      },
    );
    const { pieces, events, result } = await streamed(agent);
    expect(pieces).toEqual([]);
    expect(result).toMatchObject({
      status: 'stopped',
      stopReason: 'guard',
      stopDetail: 'A guard blocked the answer: No secrets.',
      text: '',
    });
    expect(result.usage.outputTokens).toBeGreaterThan(0);
    expect(result.calls.count()).toBe(0);
    expect(traces(result, events)).not.toContain('well');
    const kept = new Agent({ ...agent.options, provider: scriptedProvider(['SECRET']), memory });
    await kept.run('go', { thread: 't' });
    expect(JSON.stringify(await memory.load('t', { signal: new AbortController().signal }))).not.toContain(
      'SECRET',
    );
  });

  it('rewrite the answer everywhere', async () => {
    const check: GuardCheck = ({ text }) => ({ rewrite: text.replaceAll('SECRET', '***') });
    const { pieces, events, result } = await streamed(
      guarded({ at: ['output'], check }, ['a SECRET b']).agent,
    );
    expect(pieces.join('')).toBe('a *** b');
    expect(result.text).toBe('a *** b');
    expect(traces(result, events)).not.toContain('SECRET');
  });

  it('with a window hand on text piece by piece, and find what lies across pieces', async () => {
    const provider = scriptedProvider([long, `${long}SECRET${long}`, `${long}SECRET${long}`]);
    const make = (check: GuardCheck): Agent =>
      new Agent({ provider, model: 'm', hooks: [{ guard: { at: ['output'], check, window: 10 } }] });
    const passed = await streamed(make(blockSecret));
    expect(passed.pieces.join('')).toBe(long);
    expect(passed.pieces.length).toBeGreaterThan(3);
    const hidden = await streamed(
      make(({ text }) => text.includes('SECRET') && { rewrite: text.replaceAll('SECRET', '*') }),
    );
    expect(hidden.pieces.join('')).toBe(`${long}*${long}`);
    expect(hidden.result.text).toBe(`${long}*${long}`);
    const blocked = await streamed(make(blockSecret));
    expect(`${long}SECRET`.startsWith(blocked.pieces.join(''))).toBe(true);
    expect(blocked.pieces.join('')).not.toContain('S');
    expect(blocked.result).toMatchObject({ stopReason: 'guard', text: '' });
  });

  it.each([
    ['throws', () => Promise.reject(new TypeError('broken'))],
    ['hangs', () => new Promise<undefined>(() => undefined)],
  ] satisfies [string, GuardCheck][])('that %s fail the run', async (_, check) => {
    const { agent } = guarded({ at: ['output'], check }, ['SECRET'], { timeouts: { hookMs: 20 } });
    const error = await agent.run('go').catch((thrown: unknown) => thrown);
    if (!isRunError(error)) throw error;
    expect(error.code).toBe('hook');
    expect(traces(error.result)).not.toContain('SECRET');
  });

  it('a stop by a guard can be resumed: the model is asked again', async () => {
    const { agent } = guarded({ at: ['output'], check: blockSecret }, ['SECRET', 'fine']);
    const stopped = await agent.run('go');
    const state = JSON.parse(JSON.stringify(stopped.state)) as RunState;
    expect(await agent.resume(state)).toMatchObject({ status: 'done', text: 'fine' });
  });

  it('judge the JSON of a typed output like any text', async () => {
    const output = z.object({ name: z.string() });
    const script = [{ text: '{"name":"SECRET"}' }, { text: '{"name":"SECRET"}' }];
    const blocked = guarded({ at: ['output'], check: blockSecret }, script, {
      output,
    });
    const stopped = await blocked.agent.run('go');
    expect(stopped).toMatchObject({ stopReason: 'guard', text: '' });
    expect(stopped).not.toHaveProperty('output');
    const check: GuardCheck = ({ text }) => ({ rewrite: text.replaceAll('SECRET', '***') });
    const hidden = guarded({ at: ['output'], check }, script, { output });
    expect((await hidden.agent.run('go')).output).toEqual({ name: '***' });
  });

  it('with a window give what the whole answer would, however it is cut and whatever the window', async () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'aba', '\u{1F600}', 'c '), {
      minLength: 1,
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(
        words,
        fc.integer({ min: 3, max: 9 }),
        fc.integer({ min: 1, max: 7 }),
        async (pieces, window, chunkSize) => {
          const check: GuardCheck = ({ text }) =>
            text.includes('aba') && { rewrite: text.replaceAll('aba', '*') };
          const provider = scriptedProvider([pieces.join('')], { chunkSize, batchSize: 1 });
          const agent = new Agent({
            provider,
            model: 'm',
            hooks: [{ guard: { at: ['output'], check, window } }],
          });
          const expected = pieces.join('').replaceAll('aba', '*');
          const { pieces: out, result } = await streamed(agent);
          expect([out.join(''), result.text]).toEqual([expected, expected]);
          expect(out.every((piece) => piece.isWellFormed())).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });
});
