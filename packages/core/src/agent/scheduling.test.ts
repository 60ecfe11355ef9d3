import { describe, expect, it } from 'vitest';
import {
  Agent,
  type AgentEvent,
  type AgentOptions,
  type AnyTool,
  type Effects,
  type RunResult,
} from '@pegboard/core';
import { type ScriptedCall, scriptedProvider } from '@pegboard/testing';
import { expectSound } from './check-history.test-util.ts';
import { externalTool, makeTool } from './make-tool.test-util.ts';

interface Played {
  readonly result: RunResult;
  readonly log: readonly string[];
  readonly events: readonly AgentEvent[];
}

/** One batch of calls, named by their input `n`; the log shows when each starts and ends. */
async function play(
  calls: readonly ScriptedCall[],
  tools: (log: string[]) => AnyTool[],
  more: Partial<AgentOptions> = {},
): Promise<Played> {
  const log: string[] = [];
  const events: AgentEvent[] = [];
  const provider = scriptedProvider([{ calls }, 'done']);
  const agent = new Agent({ provider, model: 'm', tools: tools(log), ...more });
  const result = await agent.run('Work', { onEvent: (event) => events.push(event) });
  return { result, log, events };
}

/** Waits for some turns of the event loop, longer the smaller `n` is: later calls end first. */
function slow(name: string, log: string[], more: object = {}): AnyTool {
  const execute = async ({ n = 0 }: { readonly n?: number | undefined }): Promise<string> => {
    log.push(`${name}${n} starts`);
    for (let turn = 0; turn < 8 - n; turn++) await new Promise((resolve) => setImmediate(resolve));
    log.push(`${name}${n} ends`);
    return `${name}${n}`;
  };
  return makeTool(name, execute, more);
}

const calls = (name: string, ...numbers: number[]): ScriptedCall[] =>
  numbers.map((n) => ({ name, input: { n }, callId: `${name}${n}` }));

function seventhWrites({ n }: { readonly n?: number | undefined }): Effects {
  return n === 7 ? { writes: ['file'] } : { reads: ['file'] };
}

function noIdea(): Effects {
  throw new Error('no idea');
}

describe('calls of one answer', () => {
  it('run side by side; results enter history in the order of the calls, events come as things happen', async () => {
    const { result, log, events } = await play(calls('a', 1, 4, 7), (entries) => [slow('a', entries)]);
    expect(log).toEqual(['a1 starts', 'a4 starts', 'a7 starts', 'a7 ends', 'a4 ends', 'a1 ends']);
    const told = events.flatMap((event) => (event.type === 'tool-result' ? [event.callId] : []));
    expect(told).toEqual(['a7', 'a4', 'a1']);
    const stored = result.messages.find((message) => message.role === 'tool')?.content;
    expect(stored?.map((part) => part.callId)).toEqual(['a1', 'a4', 'a7']);
    expectSound(result.messages);
  });

  it('run one by one when toolExecution is sequential', async () => {
    const { log } = await play(calls('a', 1, 4, 7), (entries) => [slow('a', entries)], {
      toolExecution: 'sequential',
    });
    expect(log).toEqual(['a1 starts', 'a1 ends', 'a4 starts', 'a4 ends', 'a7 starts', 'a7 ends']);
  });

  it.each([
    [undefined, 16],
    [3, 3],
    [false, 20],
    [1, 1],
    [0, 1],
  ] as const)('with toolConcurrency %s at most %s at once', async (toolConcurrency, most) => {
    const twenty = Array.from({ length: 20 }, () => 0);
    const { log, result } = await play(
      calls('a', ...twenty),
      (entries) => [slow('a', entries)],
      toolConcurrency === undefined ? {} : { toolConcurrency },
    );
    let running = 0;
    let peak = 0;
    for (const entry of log) peak = Math.max(peak, (running += entry.endsWith('starts') ? 1 : -1));
    expect(peak).toBe(most);
    expect(result.calls.count('a')).toBe(20);
  });

  it('a barrier runs alone, after all before it and before all after it', async () => {
    const batch = [...calls('a', 1, 2), ...calls('b', 7), ...calls('a', 3)];
    const { log } = await play(batch, (entries) => [
      slow('a', entries),
      slow('b', entries, { concurrency: 'barrier' }),
    ]);
    expect(log).toEqual([
      'a1 starts',
      'a2 starts',
      'a2 ends',
      'a1 ends',
      'b7 starts',
      'b7 ends',
      'a3 starts',
      'a3 ends',
    ]);
  });

  it('keep their order where one writes what another touches', async () => {
    const { log } = await play(calls('a', 1, 2, 7, 3), (entries) => [
      slow('a', entries, { effects: seventhWrites }),
    ]);
    expect(log).toEqual([
      'a1 starts',
      'a2 starts',
      'a2 ends',
      'a1 ends',
      'a7 starts',
      'a7 ends',
      'a3 starts',
      'a3 ends',
    ]);
  });

  it('whose effects cannot be told are barriers', async () => {
    const { log } = await play([...calls('a', 1), ...calls('b', 7)], (entries) => [
      slow('a', entries),
      slow('b', entries, { effects: noIdea }),
    ]);
    expect(log).toEqual(['a1 starts', 'a1 ends', 'b7 starts', 'b7 ends']);
  });
});

describe('calls that wait for somebody', () => {
  const write = { effects: { writes: ['file'] } };

  it('let independent calls run and hold back later ones that conflict', async () => {
    const batch = [...calls('free', 1), ...calls('asked', 1), ...calls('bound', 1), ...calls('free', 2)];
    const { result, log } = await play(batch, (entries) => [
      slow('free', entries),
      slow('asked', entries, { ...write, approval: true }),
      slow('bound', entries, write),
    ]);
    expect(log.filter((entry) => entry.endsWith('starts'))).toEqual(['free1 starts', 'free2 starts']);
    expect(result).toMatchObject({
      status: 'paused',
      stopReason: 'approval',
      pending: [{ callId: 'asked1' }],
    });
    expect(result.calls.all.map((call) => call.phase)).toEqual(['settled', 'waiting', 'open', 'settled']);
  });

  it('an external call blocks a barrier behind it', async () => {
    const { result, log } = await play([...calls('outside', 1), ...calls('b', 1)], (entries) => [
      externalTool('outside'),
      slow('b', entries, { concurrency: 'barrier' }),
    ]);
    expect(log).toEqual([]);
    expect(result).toMatchObject({ status: 'paused', stopReason: 'external' });
  });
});
