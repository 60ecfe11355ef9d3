import { describe, expect, it } from 'vitest';
import { Agent, type AgentEvent, type AgentOptions, type RunOptions } from '@pegboard/core';
import { scriptedProvider, type ScriptedTurn } from '@pegboard/testing';
import { makeTool } from './make-tool.test-util.ts';

async function eventsOf(
  script: readonly ScriptedTurn[],
  more: Partial<AgentOptions> = {},
  options: RunOptions = {},
): Promise<readonly AgentEvent[]> {
  const events: AgentEvent[] = [];
  const agent = new Agent({
    provider: scriptedProvider(script),
    model: 'm',
    name: 'scout',
    tools: [makeTool('work')],
    ...more,
  });
  await agent.run('Hi', { ...options, onEvent: (event) => events.push(event) }).catch(() => undefined);
  return events;
}

const call: ScriptedTurn = {
  reasoning: 'Hm.',
  text: 'Wait.',
  calls: [
    { name: 'work', callId: 'a', input: { n: 3 } },
    { name: 'nope', callId: 'b' },
  ],
};

describe('events', () => {
  it('come in the order of what happens, with what every event carries', async () => {
    const before = Date.now();
    const events = await eventsOf([call, 'done']);
    expect(events.map(({ type, turn }) => `${turn} ${type}`)).toEqual([
      '0 run-start',
      '1 turn-start',
      '1 reasoning',
      '1 text',
      '1 tool-call-delta',
      '1 tool-call-delta',
      '1 answer',
      '1 tool-call',
      '1 tool-call',
      '1 tool-result',
      '1 tool-start',
      '1 tool-result',
      '1 turn-end',
      '2 turn-start',
      '2 text',
      '2 answer',
      '2 turn-end',
      '2 run-end',
    ]);
    expect(new Set(events.map(({ runId }) => runId)).size).toBe(1);
    for (const { at } of events) expect(at).toBeGreaterThanOrEqual(before);
    expect(JSON.parse(JSON.stringify(events))).toEqual(events);
  });

  it('say what happened', async () => {
    const events = await eventsOf([call, 'done']);
    const some = (type: string): readonly AgentEvent[] => events.filter((event) => event.type === type);
    expect(some('run-start')).toMatchObject([{ agent: 'scout', resumed: false }]);
    expect(some('turn-start')).toMatchObject([{ tools: ['work'] }, { tools: ['work'] }]);
    expect(some('tool-call')).toMatchObject([
      { callId: 'a', name: 'work', input: { n: 3 } },
      { callId: 'b', name: 'nope', input: {} },
    ]);
    expect(some('tool-start')).toMatchObject([{ callId: 'a', input: { n: 3 }, attempt: 1 }]);
    expect(some('tool-result')).toMatchObject([
      { callId: 'b', status: 'retry', durationMs: 0, error: expect.any(String) as string },
      { callId: 'a', status: 'success', value: 3, content: [{ type: 'json', value: 3 }] },
    ]);
    expect(some('turn-end')).toMatchObject([{ usage: { inputTokens: 10 } }, { usage: { inputTokens: 20 } }]);
    expect(some('run-end')).toMatchObject([
      { status: 'done', stopReason: 'final', usage: { outputTokens: 10 } },
    ]);
    expect(some('answer')).toMatchObject([
      { message: { origin: { provider: 'scripted', model: 'm' } }, finish: { unified: 'tool-calls' } },
      {},
    ]);
  });

  it('tell text that came whole as one piece', async () => {
    const events = [
      [{ type: 'part', index: 0, part: { type: 'text', text: 'All at once' } }],
      [{ type: 'finish', finish: { unified: 'stop' }, usage: {} }],
    ] as const;
    const texts = (await eventsOf([{ events }])).filter((event) => event.type === 'text');
    expect(texts).toMatchObject([{ text: 'All at once' }]);
  });

  it('hand on warnings of the provider', async () => {
    const warnings = [{ code: 'setting-dropped', message: 'No seed.', details: { setting: 'seed' } }];
    const seen = (await eventsOf([{ text: 'done', warnings }])).filter((event) => event.type === 'warning');
    expect(seen).toMatchObject([
      { code: 'setting-dropped', message: 'No seed.', details: { setting: 'seed' } },
    ]);
  });

  it('are not made when nobody listens: then the provider may answer in one shot', async () => {
    const provider = scriptedProvider([call, 'done', 'done']);
    const agent = new Agent({ provider, model: 'm', tools: [makeTool('work')] });
    await agent.run('Hi');
    await agent.run('Hi', { onText: () => undefined });
    expect(provider.requests.map((request) => request.deltas)).toEqual([false, false, true]);
  });

  it('of interrupted calls come too', async () => {
    const controller = new AbortController();
    const stuck = makeTool('work', () => (controller.abort(), new Promise(() => undefined)));
    const events = await eventsOf([call], { tools: [stuck] }, { signal: controller.signal });
    expect(events.filter((event) => event.type === 'tool-result')).toMatchObject([
      { callId: 'b' },
      { callId: 'a', status: 'interrupted' },
    ]);
    expect(events.at(-1)).toMatchObject({ type: 'run-end', status: 'cancelled' });
  });
});

describe('a listener that fails', () => {
  it.each([
    [
      'throws',
      () => {
        throw new Error('mine');
      },
    ],
    [
      'throws a string',
      () => {
        throw 'mine';
      },
    ], // oxlint-disable-line no-throw-literal, typescript/only-throw-error -- the point
    [
      'rejects',
      async () => {
        throw new Error('mine');
      },
    ],
  ])('%s: changes nothing, and is reported to the others once', async (_, onEvent) => {
    const events = await eventsOf(['done'], { hooks: [{ onEvent: () => onEvent() as unknown as void }] });
    const warnings = events.filter((event) => event.type === 'warning');
    expect(warnings).toMatchObject([
      { code: 'listener-failed', message: expect.stringContaining('mine') as string },
    ]);
    expect(events.at(-1)).toMatchObject({ type: 'run-end', status: 'done' });
  });

  it('onText too', async () => {
    const events = await eventsOf(
      ['done'],
      {},
      {
        onText: () => {
          throw new Error('mine');
        },
      },
    );
    expect(events.filter((event) => event.type === 'warning')).toHaveLength(1);
  });
});
