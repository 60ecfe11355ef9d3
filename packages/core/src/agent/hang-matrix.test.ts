import { afterAll, describe, expect, it } from 'vitest';
import type { RunResult } from '@pegboard/core';
import { type Breakable, breakable, faults } from './faults.test-util.ts';
import { expectSound } from './check-history.test-util.ts';
import { places } from './hang-places.test-util.ts';
import { agentFor, outcomeOf, play } from './play.test-util.ts';

const deadline = 25;
const slack = 50;

const unhandled: unknown[] = [];
const onUnhandled = (reason: unknown): void => void unhandled.push(reason);
process.on('unhandledRejection', onUnhandled);
const snapshots: { readonly name: string; readonly result: RunResult; readonly json: string }[] = [];

function keep(name: string, result: RunResult): void {
  snapshots.push({ name, result, json: JSON.stringify(result.state) });
}

function expectInTime(broken: Breakable, limit: number): void {
  const since = broken.since();
  expect(since, 'the fault happened').toBeDefined();
  expect(performance.now() - (since ?? 0)).toBeLessThan(limit);
}

const cells = places.flatMap((place) =>
  (place.only ?? Object.keys(faults)).flatMap((fault) =>
    (['run', 'stream'] as const).map((mode) => ({
      place,
      fault,
      mode,
      name: `${place.name} ${fault} in ${mode}`,
    })),
  ),
);

describe('what goes wrong in code of others ends within its deadline', () => {
  // Timing on a busy machine: a second look is fair.
  it.each(cells)('$name', { retry: 2 }, async ({ place, fault, mode, name }) => {
    const broken = breakable(() => faults[fault]?.(deadline), place.at ?? 2);
    const setup = place.setup(broken);
    const agent = agentFor(setup, deadline);
    const { result, code } = await outcomeOf(play(agent, mode, setup.run));
    expectInTime(broken, (place.harmless ? 0 : deadline) + slack);
    keep(name, result);
    if (typeof place.gives === 'string') {
      expect(code).toBeUndefined();
      expect(result).toMatchObject({ status: 'done', stopReason: 'final', text: 'done' });
      expect(result.calls.all.map((call) => call.status)).toEqual(['success', place.gives]);
      expect(JSON.stringify(result.messages)).not.toContain('/srv/secret');
      expectSound(result.messages);
      return;
    }
    expect(code).toBe(place.gives.fails);
    expect(result).toMatchObject({ status: 'failed', stopReason: 'error' });
    if ((place.at ?? 2) > 1)
      expect(result.calls.all[0]).toMatchObject({ status: 'success', result: 'worked' });
    const { thread: _, ...again } = setup.run ?? {};
    const resumed = await agent.resume(JSON.parse(JSON.stringify(result.state)), again);
    expect(resumed).toMatchObject({ status: 'done', text: 'done' });
    const calls = place.losesAnswer ? ['first'] : ['first', 'second'];
    expect(resumed.calls.all.map((call) => call.callId)).toEqual(calls);
    expectSound(resumed.messages);
  });
});

describe('an abort settles at once', () => {
  const hanging = places.filter((place) => !place.only && !place.harmless);
  const all = hanging.flatMap((place) =>
    (['run', 'stream'] as const).map((mode) => ({ place, mode, name: `${place.name} in ${mode}` })),
  );
  it.each(all)('$name', { retry: 2 }, async ({ place, mode, name }) => {
    const controller = new AbortController();
    let abortedAt = 0;
    const broken = breakable(() => {
      setTimeout(() => {
        abortedAt = performance.now();
        controller.abort(new Error('enough'));
      }, 5);
      return new Promise(() => undefined);
    }, place.at ?? 2);
    const setup = place.setup(broken);
    const agent = agentFor(setup, 20_000);
    const result = await play(agent, mode, { ...setup.run, signal: controller.signal });
    expect(performance.now() - abortedAt).toBeLessThan(slack);
    if (place.runIsOver) expect(result).toMatchObject({ status: 'done', text: 'done' });
    else expect(result).toMatchObject({ status: 'cancelled', stopReason: 'aborted' });
    if (!place.runIsOver) expect(result.stopDetail).toContain('enough');
    expectSound(result.messages);
    keep(name, result);
  });
});

afterAll(async () => {
  // Longer than anything that settles late.
  await new Promise((resolve) => setTimeout(resolve, deadline * 4));
  process.off('unhandledRejection', onUnhandled);
  expect(unhandled).toEqual([]);
  const changed = snapshots.filter(({ result, json }) => JSON.stringify(result.state) !== json);
  expect(
    changed.map(({ name }) => name),
    'what settles late changes nothing',
  ).toEqual([]);
});
