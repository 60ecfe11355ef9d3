import { afterAll, describe, expect, it } from 'vitest';
import { Agent, type AgentEvent, type RunError } from '@pegboard/core';
import { scriptedError, scriptedProvider, type ScriptedProvider } from '@pegboard/testing';
import { makeTool } from './make-tool.test-util.ts';

const unhandled: unknown[] = [];
const onUnhandled = (reason: unknown): void => void unhandled.push(reason);
process.on('unhandledRejection', onUnhandled);

const call = { text: 'Let me see. ', calls: [{ name: 'work' }] };
const failing = { error: scriptedError('authentication') };

function agentOf(...script: Parameters<typeof scriptedProvider>[0]): {
  agent: Agent;
  provider: ScriptedProvider;
} {
  const provider = scriptedProvider(script);
  return { provider, agent: new Agent({ provider, model: 'm', tools: [makeTool('work')] }) };
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('a stream', () => {
  it('does not begin before somebody reads it', async () => {
    const { agent, provider } = agentOf('done');
    const stream = agent.stream('Hi');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(provider.requests).toHaveLength(0);
    await stream.result;
    expect(provider.requests).toHaveLength(1);
  });

  it('gives its result without being iterated', async () => {
    const { agent } = agentOf(call, 'done');
    expect(await agent.stream('Hi').result).toMatchObject({ status: 'done', text: 'done' });
  });

  it('gives its events without its result being read', async () => {
    const { agent } = agentOf(call, 'done');
    const events = await collect(agent.stream('Hi'));
    expect(events.at(0)?.type).toBe('run-start');
    expect(events.at(-1)).toMatchObject({ type: 'run-end', status: 'done', stopReason: 'final' });
  });

  it('gives all events also when its result was read first', async () => {
    const { agent } = agentOf(call, 'done');
    const stream = agent.stream('Hi');
    const result = await stream.result;
    const events = await collect(stream);
    expect(events[0]?.type).toBe('run-start');
    expect(events.at(-1)?.type).toBe('run-end');
    expect(await stream.result).toBe(result);
  });

  it('runs once, however often its result is read', async () => {
    const { agent, provider } = agentOf('done');
    const stream = agent.stream('Hi');
    expect(stream.result).toBe(stream.result);
    await stream.result;
    expect(provider.requests).toHaveLength(1);
  });

  it('gives the text of all answers, piece by piece', async () => {
    const { agent } = agentOf(call, 'And done it is');
    expect(await collect(agent.stream('Hi').text)).toEqual(['Let me see. ', 'And done it is']);
  });

  it('gives the text also when its result was read first, and streams for it alone', async () => {
    const { agent, provider } = agentOf(call, 'And done it is', call, 'done');
    const begun = agent.stream('Hi');
    await begun.result;
    expect(await collect(begun.text)).toEqual(['Let me see. ', 'And done it is']);
    await collect(agent.stream('Hi').text);
    expect(provider.requests.map(({ deltas }) => deltas)).toEqual([true, true, true, true]);
  });

  it('gives its text beside listeners of the run, of which one may fail', async () => {
    const { agent } = agentOf(call, 'done');
    const texts: string[] = [];
    const events: AgentEvent[] = [];
    const onText = (text: string): void => {
      texts.push(text);
      throw new TypeError('mine');
    };
    const stream = agent.stream('Hi', { onText, onEvent: (event) => void events.push(event) });
    expect(await collect(stream.text)).toEqual(texts);
    expect(texts.join('')).toBe('Let me see. done');
    const warnings = events.filter((event) => event.type === 'warning');
    expect(warnings).toMatchObject([{ code: 'listener-failed' }]);
    expect((await agentOf('done').agent.run('Hi', { onText })).text).toBe('done');
  });

  it('gives events as they happen, not at the end', async () => {
    const { agent } = agentOf({ text: 'One piece here', after: 1, hang: true });
    const iterator = agent.stream('Hi')[Symbol.asyncIterator]();
    const seen: string[] = [];
    while (seen.at(-1) !== 'text') seen.push((await iterator.next()).value.type);
    expect(seen).toEqual(['run-start', 'turn-start', 'text']);
    await iterator.return?.();
  });

  it('answers several reads at once, in order', async () => {
    const { agent } = agentOf('done');
    const iterator = agent.stream('Hi')[Symbol.asyncIterator]();
    const reads = await Promise.all(Array.from({ length: 10 }, () => iterator.next()));
    const types = reads.map((read) => (read.done ? 'over' : read.value.type));
    const happened = ['run-start', 'turn-start', 'text', 'answer', 'turn-end', 'run-end'];
    expect(types).toEqual([...happened, 'over', 'over', 'over', 'over']);
  });

  it('refuses a second reader, who would take events from the first', async () => {
    const { agent } = agentOf(call, 'done');
    const stream = agent.stream('Hi');
    const first = collect(stream);
    await expect(collect(stream)).rejects.toMatchObject({ name: 'ConfigError', code: 'invalid-state' });
    await expect(collect(stream.text)).rejects.toMatchObject({ code: 'invalid-state' });
    expect((await first).at(-1)?.type).toBe('run-end');
  });
});

describe('leaving a stream early', () => {
  it('aborts the run, and the result says so', async () => {
    const { agent, provider } = agentOf({ text: 'A long answer, piece by piece', betweenMs: 1 });
    const stream = agent.stream('Hi');
    for await (const event of stream) if (event.type === 'text') break;
    expect(await stream.result).toMatchObject({ status: 'cancelled', stopReason: 'aborted' });
    expect(provider.requests[0]?.signal.aborted).toBe(true);
  });

  it('aborts also from the text, from an exception, and before the first read', async () => {
    const { agent } = agentOf(
      { text: 'A long answer', betweenMs: 1 },
      { text: 'A long answer', betweenMs: 1 },
      'done',
    );
    const byText = agent.stream('Hi');
    for await (const _ of byText.text) break;
    expect((await byText.result).status).toBe('cancelled');
    const byError = agent.stream('Hi');
    const reading = (async () => {
      for await (const _ of byError) throw new Error('mine');
    })();
    await expect(reading).rejects.toThrow('mine');
    expect((await byError.result).status).toBe('cancelled');
    const unread = agent.stream('Hi');
    await unread[Symbol.asyncIterator]().return?.();
    expect((await unread.result).status).toBe('cancelled');
  });

  it('is not the same as the signal of the caller, which counts too', async () => {
    const { agent } = agentOf({ text: 'A long answer', after: 1, hang: true });
    const controller = new AbortController();
    const stream = agent.stream('Hi', { signal: controller.signal });
    const events: AgentEvent[] = [];
    for await (const event of stream) {
      events.push(event);
      if (event.type === 'text') controller.abort(new Error('mine'));
    }
    expect(events.at(-1)).toMatchObject({ type: 'run-end', status: 'cancelled' });
    expect((await stream.result).stopDetail).toContain('mine');
  });
});

describe('a stream of a run that fails', () => {
  it('rejects the iteration, after all events, and the result with the same error', async () => {
    const { agent } = agentOf(call, failing);
    const stream = agent.stream('Hi');
    const events: AgentEvent[] = [];
    const error = await (async () => {
      for await (const event of stream) events.push(event);
    })().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'RunError', code: 'authentication' });
    expect(events.at(-1)).toMatchObject({ type: 'run-end', status: 'failed', stopReason: 'error' });
    expect(await stream.result.catch((thrown: unknown) => thrown)).toBe(error);
  });

  it('makes no unhandled rejection, whichever side is read', async () => {
    const { agent } = agentOf(failing, failing, failing);
    void agent.stream('Hi').result;
    await expect(collect(agent.stream('Hi'))).rejects.toThrow('failed');
    await expect(collect(agent.stream('Hi').text)).rejects.toThrow('failed');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(unhandled).toEqual([]);
  });

  it('rejects with a ConfigError when its options do not fit', async () => {
    const { agent } = agentOf();
    const stream = agent.stream('Hi', { thread: 't' });
    await expect(collect(stream)).rejects.toMatchObject({ name: 'ConfigError' });
    await expect(stream.result).rejects.toMatchObject({ name: 'ConfigError' });
  });
});

describe('resumeStream', () => {
  it('goes on as a stream', async () => {
    const { agent } = agentOf(call, failing, 'done');
    const error = (await agent.run('Hi').catch((thrown: unknown) => thrown)) as RunError;
    const stream = agent.resumeStream(error.result.state);
    const events = await collect(stream);
    expect(events[0]).toMatchObject({ type: 'run-start', resumed: true, runId: error.result.runId });
    expect(await stream.result).toMatchObject({ status: 'done', text: 'done' });
  });
});

afterAll(() => {
  process.off('unhandledRejection', onUnhandled);
  expect(unhandled).toEqual([]);
});
