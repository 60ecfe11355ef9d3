import { describe, expect, it } from 'vitest';
import { Agent, defineTool } from '@pegboard/core';
import { scriptedProvider, type ScriptedProvider, type TurnSpec } from '@pegboard/testing';
import { expectSound } from './check-history.test-util.ts';
import { work } from './hang-places.test-util.ts';
import { agentFor, outcomeOf, play, script } from './play.test-util.ts';

const deadline = 25;
const slack = 50;

/** The second answer is what is given; then the conversation goes on. */
function turnTwo(second: TurnSpec): ScriptedProvider {
  const [first, another, last] = script;
  return scriptedProvider([first, second, another, last]);
}

describe('the provider', () => {
  const kinds = {
    'never answers': { second: { hang: true, ignoreAbort: true }, code: 'timeout' },
    'answers late': { second: { text: 'late', latencyMs: deadline * 3, ignoreAbort: true }, code: 'timeout' },
    'stops in the middle': {
      second: { text: 'Half of it', after: 1, hang: true, ignoreAbort: true },
      code: 'timeout',
    },
    throws: { second: { error: new Error('broken in /srv/secret/app.js') }, code: 'provider-bug' },
    'throws a string': { second: { error: 'broken' }, code: 'provider-bug' },
    'ends without a finish': {
      second: { events: [[{ type: 'text', index: 0, text: 'Half' }]] },
      code: 'truncated',
    },
    'yields no arrays': { second: { events: ['oops' as never] }, code: 'provider-bug' },
  } as const;
  const all = Object.entries(kinds).flatMap(([name, kind]) =>
    (['run', 'stream'] as const).map((mode) => ({ name: `${name} in ${mode}`, kind, mode })),
  );
  it.each(all)('$name', { retry: 2 }, async ({ kind, mode }) => {
    const began = performance.now();
    const provider = turnTwo(kind.second);
    const agent = agentFor({}, deadline, provider);
    const { result, code } = await outcomeOf(play(agent, mode));
    expect(performance.now() - began).toBeLessThan(deadline + slack);
    expect(code).toBe(kind.code);
    expect(result).toMatchObject({ status: 'failed', turns: 1 });
    expect(result.calls.all).toMatchObject([{ callId: 'first', status: 'success' }]);
    expect(result.stopDetail).not.toContain('/srv/secret');
    if (code === 'timeout') expect(provider.requests[1]?.signal.aborted, 'the provider was told').toBe(true);
    const resumed = await agent.resume(JSON.parse(JSON.stringify(result.state)));
    expect(resumed).toMatchObject({ status: 'done', text: 'done', turns: 3 });
    expectSound(resumed.messages);
  });

  it.each(['run', 'stream'] as const)('is left at once by an abort in %s, and told of it', async (mode) => {
    const provider = turnTwo({ text: 'Half of it', after: 1, hang: true, ignoreAbort: true });
    const controller = new AbortController();
    const agent = agentFor({}, 20_000, provider);
    const running = play(agent, mode, { signal: controller.signal });
    await expect.poll(() => provider.requests.length, { interval: 1 }).toBe(2);
    const before = performance.now();
    controller.abort();
    const result = await running;
    expect(performance.now() - before).toBeLessThan(slack);
    expect(result).toMatchObject({ status: 'cancelled', stopReason: 'aborted', turns: 1 });
    expect(provider.requests[1]?.signal.aborted).toBe(true);
    expectSound(result.messages);
  });
});

it('the signal of a tool aborts at its deadline and with the run', async () => {
  const signals: AbortSignal[] = [];
  const tool = defineTool({
    ...work,
    execute: (_, { signal }) => (signals.push(signal), new Promise<never>(() => undefined)),
  });
  const timed = new Agent({
    provider: scriptedProvider(script),
    model: 'm',
    tools: [tool],
    timeouts: { toolMs: 10 },
  });
  await timed.run('Work');
  expect(signals.map((signal) => signal.aborted)).toEqual([true, true]);
  const controller = new AbortController();
  const slow = new Agent({ provider: scriptedProvider(script), model: 'm', tools: [tool] });
  const run = slow.run('Work', { signal: controller.signal });
  await expect.poll(() => signals.length, { interval: 1 }).toBe(3);
  expect(signals[2]?.aborted).toBe(false);
  controller.abort();
  expect(signals[2]?.aborted).toBe(true);
  await run;
});

it('a run that is aborted before it begins calls nobody', async () => {
  const provider = scriptedProvider(['never']);
  const result = await agentFor({}, 100, provider).run('Work', {
    signal: AbortSignal.abort(new Error('no')),
  });
  expect(result).toMatchObject({ status: 'cancelled', stopReason: 'aborted', turns: 0 });
  expect(provider.requests).toHaveLength(0);
});
