import { describe, expect, it } from 'vitest';
import {
  Agent,
  type AgentOptions,
  defineTool,
  type JsonObject,
  RetryToolCall,
  type RunResult,
  type RunState,
} from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';
import * as z from 'zod';
import { expectSound } from './check-history.test-util.ts';
import { makeTool } from './make-tool.test-util.ts';

const call = (name: string, input: JsonObject = {}): object => ({ calls: [{ name, input }] });
const a = call('a', { n: 1 });
const b = call('b');

type Script = Parameters<typeof scriptedProvider>[0];

async function play(script: readonly unknown[], more: Partial<AgentOptions> = {}): Promise<RunResult> {
  const provider = scriptedProvider(script as Script, { otherwise: 'done' });
  const tools = [makeTool('a'), makeTool('b')];
  const result = await new Agent({ provider, model: 'm', tools, ...more }).run('go');
  expectSound(result.messages);
  return result;
}

/** The turns whose results hold the nudge. */
function nudged({ messages }: RunResult): number[] {
  return messages
    .filter((message) => message.role === 'tool')
    .flatMap((message, at) =>
      JSON.stringify(message).includes('the next repetition ends the run') ? [at + 1] : [],
    );
}

describe('the same call again and again', () => {
  it('gets a nudge the third time, and stops the run the fourth time without running', async () => {
    const result = await play([a, a, a, a, 'never']);
    expect(nudged(result)).toEqual([3]);
    expect(result).toMatchObject({
      status: 'stopped',
      stopReason: 'repeat',
      stopDetail: 'The model made the same calls, of a, more than 3 times.',
      turns: 4,
    });
    expect(result.calls.all.map((record) => record.status)).toEqual([
      'success',
      'success',
      'success',
      'denied',
    ]);
    expect(result.calls.all.at(-1)?.attempts).toBe(0);
  });

  it('goes on when the model heeds the nudge, and begins to count anew', async () => {
    const result = await play([a, a, a, b, a, a, a, 'done']);
    expect(result.status).toBe('done');
    expect(nudged(result)).toEqual([3, 7]);
  });

  it('is the same whatever the order of its keys, and another with other input', async () => {
    const pair = defineTool({
      name: 'pair',
      description: 'Takes two',
      input: z.object({ x: z.number(), y: z.number() }),
      execute: () => 'ok',
    });
    const tools = [pair];
    const [one, two] = [call('pair', { x: 1, y: 2 }), call('pair', { y: 2, x: 1 })];
    expect((await play([one, two, one, two], { tools })).stopReason).toBe('repeat');
    expect(
      (
        await play(
          [1, 2, 3, 4, 5].map((x) => call('pair', { x, y: 0 })),
          { tools },
        )
      ).status,
    ).toBe('done');
  });

  it('several times in one answer is no repetition', async () => {
    const dice = { calls: Array.from({ length: 6 }, () => ({ name: 'a' })) };
    const result = await play([dice, 'done']);
    expect(result.status).toBe('done');
    expect(nudged(result)).toEqual([]);
  });

  it('that is refused, or asks for another try, has its own budget', async () => {
    const bad = call('a', { n: 'x' });
    expect((await play([bad, bad, bad, bad, 'done'])).status).toBe('done');
    const retry = makeTool('a', () => {
      throw new RetryToolCall('again');
    });
    expect((await play([a, a, a, a, 'done'], { tools: [retry] })).status).toBe('done');
  });
});

describe('two calls in turn', () => {
  it('get a nudge after three rounds, and the next one stops the run', async () => {
    const result = await play([a, b, a, b, a, b, a, 'never']);
    expect(nudged(result)).toEqual([6]);
    expect(result).toMatchObject({ stopReason: 'repeat', turns: 7 });
  });

  it('that come to an end are fine', async () => {
    expect((await play([a, b, a, b, a, b, 'done'])).status).toBe('done');
  });
});

describe('repeatLimit', () => {
  it('sets how often; false sets no limit', async () => {
    expect((await play([a, a, a], { repeatLimit: 2 })).turns).toBe(3);
    expect((await play([a, a, a, a, a, a, 'done'], { repeatLimit: false })).status).toBe('done');
    expect(() => new Agent({ provider: scriptedProvider([]), model: 'm', repeatLimit: -1 })).toThrow(
      'repeatLimit',
    );
  });

  it('counts on after a resume, and anew after a message of the user', async () => {
    const provider = scriptedProvider([a, a, a, a, a, a, a, 'done'] as Script);
    const agent = new Agent({ provider, model: 'm', tools: [makeTool('a')] });
    const stopped = await agent.run('go');
    const state = JSON.parse(JSON.stringify(stopped.state)) as RunState;
    const again = await agent.resume(state);
    expect(again).toMatchObject({ stopReason: 'repeat', turns: 5 });
    const prompted = await agent.resume(again.state, { prompt: 'Once more, please' });
    expect(prompted).toMatchObject({ status: 'done', turns: 8 });
  });
});
