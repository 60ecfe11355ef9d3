import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Agent, type AgentOptions, defineTool, RetryToolCall, type RunResult } from '@pegboard/core';
import {
  type ScriptedCall,
  scriptedProvider,
  type ScriptedProvider,
  type ScriptedTurn,
} from '@pegboard/testing';
import { expectSound } from './check-history.test-util.ts';
import { makeTool } from './make-tool.test-util.ts';

const weather = defineTool({
  name: 'get_weather',
  description: 'Weather',
  input: z.object({ city: z.string(), days: z.number().int().min(1).max(7).optional() }),
  check: ({ city }) => (city === 'Atlantis' ? 'There is no such city.' : undefined),
  execute: ({ city }) => `sunny in ${city}`,
});

async function play(
  turns: readonly ScriptedTurn[],
  more: Partial<AgentOptions> = {},
): Promise<{ result: RunResult; provider: ScriptedProvider }> {
  const provider = scriptedProvider(turns);
  const result = await new Agent({ provider, model: 'm', tools: [weather, makeTool('work')], ...more }).run(
    'Work',
  );
  expectSound(result.messages);
  return { result, provider };
}

const bad: readonly (readonly [string, ScriptedCall, RegExp])[] = [
  [
    'an unknown name',
    { name: 'get_wether' },
    /no tool named "get_wether".*Did you mean "get_weather".*get_weather, work/,
  ],
  ['no name', { name: '' }, /no tool named ""/],
  ['a name of Object.prototype', { name: 'constructor' }, /no tool named "constructor"/],
  ['broken JSON', { name: 'get_weather', args: '{"city": "Ro' }, /get_weather was not run: /],
  ['a list', { name: 'get_weather', args: '["Rome"]' }, /array/],
  ['a wrong type', { name: 'get_weather', args: '{"city":{}}' }, /city.*expected/],
  ['a missing argument', { name: 'get_weather', args: '{"days":1}' }, /city/],
  ['a number out of range', { name: 'get_weather', input: { city: 'Rome', days: 9 } }, /days/],
  [
    'what the tool itself objects to',
    { name: 'get_weather', input: { city: 'Atlantis' } },
    /not run: There is no such city\./,
  ],
];

describe('a bad call', () => {
  it.each(bad)(
    '%s: never runs, the model is told why, and the others of the batch run',
    async (_, call, words) => {
      const good = { name: 'get_weather', input: { city: 'Rome' }, callId: 'good' };
      const { result, provider } = await play([{ calls: [{ ...call, callId: 'bad' }, good] }, 'done']);
      expect(result).toMatchObject({ status: 'done', text: 'done' });
      expect(result.calls.all).toMatchObject([
        { callId: 'bad', status: 'retry', refused: true, attempts: 0, phase: 'settled' },
        { callId: 'good', status: 'success', result: 'sunny in Rome' },
      ]);
      expect(result.calls.all[0]?.error).toMatch(words);
      const told = provider.requests[1]?.messages.at(-1);
      expect(told).toMatchObject({ role: 'tool', content: [{ callId: 'bad' }, { callId: 'good' }] });
      expect(JSON.stringify(told)).toContain(JSON.stringify(result.calls.all[0]?.error).slice(1, -1));
    },
  );

  it('keeps the arguments as written where they could not be read', async () => {
    const { result } = await play([
      { calls: [{ name: 'get_weather', args: '{"city": Rome and so on' }] },
      'done',
    ]);
    expect(result.calls.all).toMatchObject([{ args: '{"city": Rome and so on' }]);
    expect(result.calls.all[0]).not.toHaveProperty('input');
  });

  it('all of a batch may be bad', async () => {
    const { result } = await play([{ calls: bad.slice(0, 3).map(([, call]) => call) }, 'done']);
    expect(result.status).toBe('done');
    expect(result.calls.all.every((call) => call.status === 'retry')).toBe(true);
  });
});

describe('a tool that is refused again and again', () => {
  const wrong = { calls: [{ name: 'get_weather', args: '{}' }] };
  const right = { calls: [{ name: 'get_weather', input: { city: 'Rome' } }] };

  it('is withdrawn after three turns in a row, the model is told, and the run goes on', async () => {
    const events: string[] = [];
    const { result, provider } = await play(
      [wrong, wrong, wrong, right, { calls: [{ name: 'work' }] }, 'done'],
      {
        hooks: [{ onEvent: (event) => void (event.type === 'warning' && events.push(event.code)) }],
      },
    );
    expect(result).toMatchObject({ status: 'done', text: 'done' });
    expect(result.state.withdrawn).toEqual(['get_weather']);
    expect(result.calls.all.map((call) => call.status)).toEqual([
      'retry',
      'retry',
      'retry',
      'retry',
      'success',
    ]);
    expect(provider.requests.map((request) => request.tools.length)).toEqual([2, 2, 2, 1, 1, 1]);
    expect(JSON.stringify(provider.requests[3]?.messages.at(-1))).toContain('get_weather is withdrawn');
    expect(result.calls.all[3]?.error).toMatch(/withdrawn/);
    expect(events).toEqual(['tool-withdrawn']);
  });

  it('is kept when a call of it was accepted in between, or in the same turn', async () => {
    const both = { calls: [...wrong.calls, ...right.calls] };
    const reversed = { calls: [...right.calls, ...wrong.calls] };
    for (const between of [right, both, reversed]) {
      const { result } = await play([wrong, wrong, between, wrong, wrong, 'done']);
      expect(result.state.withdrawn).toEqual([]);
    }
    const { result } = await play([both, both, reversed, both, 'done']);
    expect(result.state.withdrawn).toEqual([]);
  });

  it('counts turns, not calls', async () => {
    const { result } = await play([
      { calls: [...wrong.calls, ...wrong.calls, ...wrong.calls, ...wrong.calls] },
      'done',
    ]);
    expect(result.state.withdrawn).toEqual([]);
  });

  it('may have its own number of tries, and `false` for the agent means no end', async () => {
    const strict = defineTool({ ...weather, maxRetries: 0 } as never);
    expect((await play([wrong, 'done'], { tools: [strict] })).result.state.withdrawn).toEqual([
      'get_weather',
    ]);
    const five = Array.from({ length: 5 }, () => wrong);
    expect((await play([...five, 'done'], { maxToolRetries: false })).result.state.withdrawn).toEqual([]);
    expect((await play([...five, 'done'], { maxToolRetries: 4 })).result.state.withdrawn).toEqual([
      'get_weather',
    ]);
  });

  it('counts what it asks to be called with again, but not what failed', async () => {
    const picky = makeTool('picky', () => {
      throw new RetryToolCall('Better, please.');
    });
    const failing = makeTool('failing', () => {
      throw new Error('down');
    });
    const calls = { calls: [{ name: 'picky' }, { name: 'failing' }] };
    const { result } = await play([calls, calls, calls, calls, 'done'], { tools: [picky, failing] });
    expect(result.state.withdrawn).toEqual(['picky']);
  });
});

const unknown = (name: string): ScriptedTurn => ({ calls: [{ name }] });

describe('names of no tool', () => {
  it('share one budget; when it is spent no tool can be called any more', async () => {
    const { result, provider } = await play([
      unknown('a'),
      unknown('b'),
      unknown('c'),
      { calls: [{ name: 'work' }] },
      'done',
    ]);
    expect(result.state.withdrawn).toEqual(['*']);
    expect(provider.requests.map((request) => request.toolChoice)).toEqual([
      'auto',
      'auto',
      'auto',
      'none',
      'none',
    ]);
    expect(result.calls.all.at(-1)).toMatchObject({
      name: 'work',
      status: 'retry',
      error: expect.stringContaining('No tool can be called') as string,
    });
    expect(result).toMatchObject({ status: 'done', text: 'done' });
  });

  it('are forgiven after a good call', async () => {
    const { result } = await play([
      unknown('a'),
      unknown('b'),
      { calls: [{ name: 'work' }] },
      unknown('c'),
      unknown('d'),
      'done',
    ]);
    expect(result.state.withdrawn).toEqual([]);
  });

  it('without any tool the model is told so', async () => {
    const { result } = await play([unknown('a'), 'done'], { tools: [] });
    expect(result.calls.all[0]?.error).toContain('No tool can be called now.');
  });
});
