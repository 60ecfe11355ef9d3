import { describe, expect, it } from 'vitest';
import {
  Agent,
  inProcessMemory,
  isRunError,
  type Memory,
  type Message,
  type RunResult,
  textOf,
} from '@pegboard/core';
import { scriptedError, scriptedProvider } from '@pegboard/testing';
import { expectSound } from './check-history.test-util.ts';
import { makeTool } from './make-tool.test-util.ts';

const call = { calls: [{ name: 'search', callId: 'call_1', input: { n: 5 } }] };
const tools = [makeTool('search'), makeTool('other')];
const { signal } = new AbortController();

function texts(messages: readonly Message[] | undefined): string[] {
  return (messages ?? []).map((message) => `${message.role}: ${textOf(message)}`);
}

describe('a session', () => {
  it('keeps its history from run to run', async () => {
    const provider = scriptedProvider(['Hi Ann', 'Your name is Ann']);
    const session = new Agent({ provider, model: 'm' }).session();
    await session.run('I am Ann');
    const result = await session.run('Who am I?');
    expect(texts(provider.requests[1]?.messages)).toEqual([
      'user: I am Ann',
      'assistant: Hi Ann',
      'user: Who am I?',
    ]);
    expect(result.messages).toHaveLength(4);
    expect(texts(result.newMessages)).toEqual(['user: Who am I?', 'assistant: Your name is Ann']);
  });

  it('goes turn by turn: a turn is one model call with its tool calls', async () => {
    const provider = scriptedProvider([call, { calls: [{ name: 'other' }] }, 'Sum']);
    const session = new Agent({ provider, model: 'm', tools }).session();
    const first = await session.turn({ prompt: 'Search' });
    expect(first).toMatchObject({ status: 'stopped', stopReason: 'turn', turns: 1 });
    expect(session.calls.called('search')).toBe(true);
    expect(session.calls.called('other')).toBe(false);
    expect(session.calls.last('search')).toMatchObject({ result: 5, status: 'success' });
    await session.turn();
    const last = await session.turn({ prompt: 'Summarise', tools: [] });
    expect(last).toMatchObject({ status: 'done', text: 'Sum', turns: 1 });
    expect(provider.requests.map((request) => request.tools.length)).toEqual([2, 2, 0]);
    expect(provider.requests[2]?.messages.map((message) => message.role)).toEqual([
      'user',
      'assistant',
      'tool',
      'assistant',
      'tool',
      'user',
    ]);
    expect(session.calls.count()).toBe(2);
  });

  it('logs the calls of all its runs once each, also where the host begins its ids anew', async () => {
    const provider = scriptedProvider([call, 'one', call, 'two']);
    const session = new Agent({ provider, model: 'm', tools }).session();
    await session.run('First');
    const result = await session.run('Second');
    expect(session.calls.count('search')).toBe(2);
    expect(session.calls.lastResult('search')).toBe(5);
    expect(new Set(session.calls.all.map(({ callId }) => callId)).size).toBe(2);
    expectSound(result.messages);
  });

  it('logs the calls of failed runs, and of resumed ones in their newest state', async () => {
    const provider = scriptedProvider([call, { error: scriptedError('authentication') }, 'done']);
    const session = new Agent({ provider, model: 'm', tools }).session();
    const error: unknown = await session.run('Work').catch((thrown: unknown) => thrown);
    expect(session.calls.count('search')).toBe(1);
    if (!isRunError(error)) throw new Error('the run did not fail');
    await session.resume(error.result.state);
    expect(session.calls.count('search')).toBe(1);
    expect(
      texts((await session.turn({ prompt: 'x' }).catch((e: { result: RunResult }) => e.result)).messages).at(
        -2,
      ),
    ).toBe('assistant: done');
  });

  it('has a thread of its own, or the one that is named, in the memory of the agent', async () => {
    const memory = inProcessMemory();
    const agent = new Agent({ provider: scriptedProvider([], { otherwise: 'ok' }), model: 'm', memory });
    const [one, two] = [agent.session(), agent.session()];
    expect(one.thread).not.toBe(two.thread);
    const named = agent.session({ thread: 'mine' });
    await named.run('Hello');
    expect(texts(await memory.load('mine', { signal }))).toEqual(['user: Hello', 'assistant: ok']);
    expect(texts((await agent.session({ thread: 'mine' }).run('Again')).messages)).toHaveLength(4);
  });
});

const agentWith = (memory: Memory, ...script: Parameters<typeof scriptedProvider>[0]): Agent =>
  new Agent({ provider: scriptedProvider(script), model: 'm', tools, memory });

it('needs a thread', async () => {
  await expect(agentWith(inProcessMemory()).run('Hi')).rejects.toMatchObject({
    name: 'ConfigError',
    message: expect.stringContaining('session()') as string,
  });
});

describe('an agent with memory', () => {
  it('is given each turn when it is closed, without system messages', async () => {
    const memory = inProcessMemory();
    const appended: string[][] = [];
    const append: Memory['append'] = async (thread, messages, ctx) => {
      appended.push(messages.map((message) => message.role));
      await memory.append(thread, messages, ctx);
    };
    const agent = agentWith({ ...memory, append }, call, 'done');
    const input: Message[] = [
      { id: 's', role: 'system', content: [{ type: 'text', text: 'Be brief' }] },
      { id: 'u', role: 'user', content: [{ type: 'text', text: 'Hi' }] },
    ];
    await agent.run(input, { thread: 't' });
    expect(appended).toEqual([['user', 'assistant', 'tool'], ['assistant']]);
  });

  it('stores no open turn: neither a paused, a cancelled nor a failed one', async () => {
    const memory = inProcessMemory();
    const approve = makeTool('search', () => 1, { approval: true });
    const paused = new Agent({ provider: scriptedProvider([call]), model: 'm', tools: [approve], memory });
    await paused.run('Hi', { thread: 'paused' });
    expect(await memory.load('paused', { signal })).toEqual([]);
    const controller = new AbortController();
    const hanging = agentWith(memory, { text: 'Half an answer here', after: 1, hang: true });
    await hanging.run('Hi', {
      thread: 'cancelled',
      signal: controller.signal,
      onText: () => controller.abort(),
    });
    expect(await memory.load('cancelled', { signal })).toEqual([]);
    await agentWith(memory, { error: scriptedError('authentication') })
      .run('Hi', { thread: 'failed' })
      .catch(() => undefined);
    expect(await memory.load('failed', { signal })).toEqual([]);
  });

  it('stores the closed turns of a cancelled run when it goes on', async () => {
    const memory = inProcessMemory();
    const controller = new AbortController();
    const stuck = makeTool('search', () => (controller.abort(), new Promise(() => undefined)));
    const agent = new Agent({
      provider: scriptedProvider([call, 'done']),
      model: 'm',
      tools: [stuck],
      memory,
    });
    const cancelled = await agent.run('Hi', { thread: 't', signal: controller.signal });
    const result = await agent.resume(cancelled.state);
    expect(result.calls.all).toMatchObject([{ status: 'interrupted' }]);
    expect(await memory.load('t', { signal })).toEqual(result.messages);
  });

  it('fails when somebody else wrote to the thread, and loses nothing', async () => {
    const memory = inProcessMemory();
    const intruder = makeTool('search', async () => {
      await memory.append('t', [{ id: 'x', role: 'user', content: [{ type: 'text', text: 'me too' }] }], {
        signal,
        runId: 'other',
      });
      return 'found';
    });
    const agent = new Agent({
      provider: scriptedProvider([call, 'done']),
      model: 'm',
      tools: [intruder],
      memory,
    });
    const error: unknown = await agent.run('Hi', { thread: 't' }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'memory',
      message: expect.stringContaining('changed by somebody else') as string,
    });
    if (!isRunError(error)) throw new Error('no RunError');
    expect(error.result.calls.lastResult('search')).toBe('found');
    expectSound(error.result.messages);
    expect(await memory.load('t', { signal })).toHaveLength(1);
  });

  it('repairs what it reads, and still knows the newest message there', async () => {
    const memory = inProcessMemory();
    const broken: Message[] = [
      { id: 'u', role: 'user', content: [{ type: 'text', text: 'Hi' }] },
      {
        id: 'a',
        role: 'assistant',
        content: [{ type: 'tool-call', callId: 'old', name: 'search', input: {}, executor: 'client' }],
      },
    ];
    await memory.append('t', broken, { signal, runId: 'r' });
    const agent = agentWith(memory, call, 'done');
    const result = await agent.run('Go on', { thread: 't' });
    expect(result.status).toBe('done');
    expectSound(result.messages);
    const stored = await memory.load('t', { signal });
    expect(stored.map((message) => message.role)).toEqual([
      'user',
      'assistant',
      'user',
      'assistant',
      'tool',
      'assistant',
    ]);
  });

  it.each([
    ['nothing', undefined],
    ['text', 'Hi'],
    ['null in a list', [null]],
  ])('fails as a memory error when the memory gives %s', async (_, given) => {
    const memory = { ...inProcessMemory(), load: async () => given } as unknown as Memory;
    const run = agentWith(memory, 'done').run('Hi', { thread: 't' });
    if (given === undefined) expect((await run).status).toBe('done');
    else await expect(run).rejects.toMatchObject({ name: 'RunError', code: 'memory' });
  });
});
