import { describe, expect, it } from 'vitest';
import {
  Agent,
  type AgentEventType,
  type AgentOptions,
  inProcessMemory,
  type Message,
  type RunPatch,
  type RunStream,
  stateOf,
  textOf,
} from '@pegboard/core';
import { scriptedProvider, type ScriptedProvider } from '@pegboard/testing';
import { expectSound } from './check-history.test-util.ts';
import { externalTool, makeTool } from './make-tool.test-util.ts';

type Script = Parameters<typeof scriptedProvider>[0];

function agentFor(
  script: Script,
  more: Partial<AgentOptions> = {},
): { agent: Agent; provider: ScriptedProvider } {
  const provider = scriptedProvider(script);
  return {
    provider,
    agent: new Agent({ provider, model: 'm', tools: [makeTool('work'), externalTool('wait')], ...more }),
  };
}

/** Reads the stream to its end and does something at the first event of a type. */
async function readUntil(stream: RunStream, type: AgentEventType, act: () => unknown): Promise<void> {
  let acted = false;
  for await (const event of stream) {
    if (event.type !== type || acted) continue;
    acted = true;
    act();
  }
}

function texts(messages: readonly Message[] | undefined): string[] {
  return (messages ?? []).map((message) => `${message.role}: ${textOf(message)}`);
}

const call = { calls: [{ name: 'work' }] };

describe('steer', () => {
  it('is told to the model before its next turn', async () => {
    const { agent, provider } = agentFor([call, 'done']);
    const stream = agent.stream('go');
    let delivered: Promise<boolean> | undefined;
    await readUntil(stream, 'tool-result', () => (delivered = stream.steer('Be brief')));
    expect(await delivered).toBe(true);
    expect(provider.requests[1]?.messages.map((message) => message.role)).toEqual([
      'user',
      'assistant',
      'tool',
      'user',
    ]);
    const result = await stream.result;
    expect(texts(result.messages).slice(3)).toEqual(['user: Be brief', 'assistant: done']);
    expectSound(result.messages);
  });

  it('that comes during the last answer makes the run go on', async () => {
    const { agent } = agentFor(['first', 'second']);
    const stream = agent.stream('go');
    let delivered: Promise<boolean> | undefined;
    await readUntil(stream, 'text', () => (delivered = stream.steer('And then?')));
    expect(await delivered).toBe(true);
    expect(await stream.result).toMatchObject({ status: 'done', text: 'second', turns: 2 });
  });

  it('before the run has begun joins the first message', async () => {
    const { agent, provider } = agentFor(['done']);
    const stream = agent.stream('go');
    const delivered = stream.steer('politely');
    await stream.result;
    expect(await delivered).toBe(true);
    expect(provider.requests[0]?.messages).toMatchObject([
      { content: [{ text: 'go' }, { text: 'politely' }] },
    ]);
  });

  it('is not delivered when the run ends before: paused, stopped, failed, aborted, over', async () => {
    const paused = agentFor([{ calls: [{ name: 'wait' }] }]).agent.stream('go');
    let outcome: Promise<boolean> | undefined;
    await readUntil(paused, 'answer', () => (outcome = paused.steer('x')));
    expect(await outcome).toBe(false);
    expect((await paused.result).status).toBe('paused');

    const stopped = agentFor([call], { limits: { turns: 1 } }).agent.stream('go');
    await readUntil(stopped, 'answer', () => (outcome = stopped.steer('x')));
    expect(await outcome).toBe(false);
    expect(await stopped.steer('later')).toBe(false);

    const failed = agentFor([], { modelRetries: false }).agent.stream('go');
    outcome = failed.queue('x');
    await expect(failed.result).rejects.toThrow();
    expect(await outcome).toBe(false);

    const done = agentFor(['done'], { limits: { turns: 1 } }).agent.stream('go');
    await readUntil(done, 'answer', () => (outcome = done.queue('x')));
    expect(await done.result).toMatchObject({ status: 'done', text: 'done' });
    expect(await outcome).toBe(false);
  });

  it('rejects what is no input, and leaves the run alone', async () => {
    const { agent } = agentFor(['done']);
    const stream = agent.stream('go');
    await expect(stream.steer(7 as never)).rejects.toMatchObject({ code: 'invalid-input' });
    expect((await stream.result).status).toBe('done');
  });

  it('passes the guards: what is rewritten enters so, what is blocked ends the run', async () => {
    const guard = {
      at: ['input'],
      check: ({ text }) => (text.includes('SECRET') ? { block: 'No.' } : { rewrite: text.toUpperCase() }),
    } satisfies NonNullable<AgentOptions['hooks']>[number]['guard'];
    const { agent, provider } = agentFor([call, call, 'never'], { hooks: [{ guard }] });
    const stream = agent.stream('go');
    const outcomes: Promise<boolean>[] = [];
    await readUntil(stream, 'answer', () => outcomes.push(stream.steer('brief'), stream.steer('my SECRET')));
    expect(await Promise.all(outcomes)).toEqual([true, false]);
    const result = await stream.result;
    expect(result).toMatchObject({ status: 'stopped', stopReason: 'guard' });
    expect(texts(result.messages).at(-1)).toBe('user: BRIEF');
    expect(JSON.stringify(result)).not.toContain('SECRET');
    expect(provider.requests).toHaveLength(1);
  });
});

describe('queue', () => {
  it('waits for the end of the task; several follow one after the other', async () => {
    const { agent, provider } = agentFor([call, 'first', 'second', 'third']);
    const stream = agent.stream('go');
    const outcomes = [stream.queue('two'), stream.queue('three')];
    const result = await stream.result;
    expect(await Promise.all(outcomes)).toEqual([true, true]);
    expect(provider.requests[1]?.messages).toHaveLength(3);
    expect(texts(result.messages).slice(3)).toEqual([
      'assistant: first',
      'user: two',
      'assistant: second',
      'user: three',
      'assistant: third',
    ]);
    expect(result).toMatchObject({ status: 'done', text: 'third', turns: 4 });
    expectSound(result.messages);
  });

  it('follows a tool that ends the task as well', async () => {
    const finish = makeTool('finish', () => 'value');
    const { agent } = agentFor([{ calls: [{ name: 'finish' }] }, 'more'], {
      tools: [finish],
      hooks: [{ tool: async (_, next) => ({ ...(await next()), final: true }) }],
    });
    const stream = agent.stream('go');
    const delivered = stream.queue('and now');
    expect(await stream.result).toMatchObject({ status: 'done', stopReason: 'final', text: 'more' });
    expect(await delivered).toBe(true);
  });

  it('enters memory and the checkpoints in its place', async () => {
    const memory = inProcessMemory();
    const { agent } = agentFor(['first', call, 'second'], { memory });
    const patches: RunPatch[] = [];
    const stream = agent.stream('go', { thread: 't', checkpoint: (patch) => void patches.push(patch) });
    void stream.queue('two');
    const result = await stream.result;
    const stored = await memory.load('t', { signal: new AbortController().signal });
    expect(stored).toEqual(result.messages);
    expect(texts(stored).slice(0, 3)).toEqual(['user: go', 'assistant: first', 'user: two']);
    expect(stateOf(patches).messages).toEqual(result.messages);
  });
});

it('resumeStream takes messages as well', async () => {
  const { agent } = agentFor([{ calls: [{ name: 'wait', callId: 'w' }] }, 'first', 'second']);
  const paused = await agent.run('go');
  const stream = agent.resumeStream(paused.state, { external: { w: 1 } });
  const delivered = stream.queue('more');
  expect(await stream.result).toMatchObject({ text: 'second' });
  expect(await delivered).toBe(true);
});
