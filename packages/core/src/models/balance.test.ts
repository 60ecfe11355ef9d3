import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Agent, ConfigError, type Target } from '@pegboard/core';
import { balance, type BalanceOptions } from '@pegboard/core/models';
import { scriptedError, scriptedProvider, type ScriptedProvider, type ScriptedTurn } from '@pegboard/testing';
import { testOfflineProvider } from '@pegboard/testing/vitest';
import { answeredBy, ask, outcome, targetOf, textFrom, textIn, warningsIn } from './ask.test-util.ts';

const keys = (count: number, otherwise: ScriptedTurn = 'ok'): ScriptedProvider[] =>
  Array.from({ length: count }, (_, at) => scriptedProvider([], { name: `k${at}`, otherwise }));
const over = (providers: readonly ScriptedProvider[], options?: BalanceOptions): Target =>
  balance(
    providers.map((provider) => targetOf(provider)),
    options,
  );
const counts = (providers: readonly ScriptedProvider[]): number[] =>
  providers.map(({ requests }) => requests.length);

/** Who answers each of `count` calls, one after another. */
async function order(balanced: Target, count: number): Promise<string> {
  const names: string[] = [];
  for (let call = 0; call < count; call++) {
    const { events, error } = await outcome(balanced);
    names.push(error ? '-' : (answeredBy(events)?.replace('/m', '') ?? '?'));
  }
  return names.join(' ');
}

const limited = (retryAfterMs?: number): ScriptedTurn => ({
  error: scriptedError('rate-limit', { retryAfterMs }),
});

/** A clock that the test sets. */
function clock() {
  let time = 0;
  return { now: () => time, pass: (ms: number) => void (time += ms) };
}

describe('balance', () => {
  it('takes its targets in turn', async () => {
    expect(await order(over(keys(3)), 7)).toBe('k0 k1 k2 k0 k1 k2 k0');
  });

  it('takes each as often as its weight says, heavy ones not in a row', async () => {
    const weighted = over(keys(2), { strategy: 'weighted', weights: [3, 1] });
    expect(await order(weighted, 8)).toBe('k0 k0 k1 k0 k0 k0 k1 k0');
  });

  it('takes any at random', async () => {
    const rolls = [0.99, 0, 0.5, 1, -1];
    const random = over(keys(3), { strategy: 'random', random: () => rolls.shift() ?? 0 });
    expect(await order(random, 5)).toBe('k2 k0 k1 k2 k0');
  });

  it('takes the one with the fewest calls under way', async () => {
    const providers = keys(2, { hang: true });
    const balanced = over(providers, { strategy: 'least-busy' });
    const controllers = [1, 2, 3].map(() => new AbortController());
    const calls = controllers.map(({ signal }) => outcome(balanced, { signal }));
    await new Promise((resolve) => setImmediate(resolve));
    expect(counts(providers)).toEqual([2, 1]);
    controllers[0]?.abort();
    controllers[2]?.abort();
    await Promise.all([calls[0], calls[2]]);
    const fourth = outcome(balanced, { signal: controllers[1]?.signal ?? AbortSignal.abort() });
    await new Promise((resolve) => setImmediate(resolve));
    expect(counts(providers)).toEqual([3, 1]);
    controllers[1]?.abort();
    await Promise.all([calls[1], fourth]);
  });

  it('counts a call as over when its reader leaves', async () => {
    const providers = keys(2, { text: 'long', hang: true, after: 1 });
    const balanced = over(providers, { strategy: 'least-busy' });
    for (let call = 0; call < 4; call++) for await (const _ of balanced.provider.stream(ask())) break;
    expect(counts(providers)).toEqual([2, 2]);
  });

  it('leaves a limited target alone for as long as its host asks, and asks another at once', async () => {
    const { now, pass } = clock();
    const [a, b] = [
      scriptedProvider([limited(500)], { name: 'a', otherwise: 'from a' }),
      scriptedProvider([], { name: 'b', otherwise: 'from b' }),
    ];
    const balanced = over([a, b], { now });
    const { events } = await outcome(balanced);
    expect(textIn(events)).toBe('from b');
    expect(warningsIn(events)).toMatchObject([
      { code: 'fallback', details: { from: 'a/m', to: 'b/m', error: 'rate-limit' } },
    ]);
    expect(await order(balanced, 2)).toBe('b b');
    pass(500);
    expect(await order(balanced, 2)).toBe('a b');
  });

  it('keeps to the longest wait that calls at the same time were told', async () => {
    const { now, pass } = clock();
    const a = scriptedProvider([limited(900), limited(100)], { name: 'a', otherwise: 'ok' });
    const balanced = over([a], { now });
    await Promise.all([outcome(balanced), outcome(balanced)]);
    pass(899);
    expect(await order(balanced, 1)).toBe('-');
    pass(1);
    expect(await order(balanced, 1)).toBe('a');
  });

  it.each(['authentication', 'payment', 'rate-limit'] as const)(
    'cools down for `coolDownMs` after %s',
    async (code) => {
      const { now, pass } = clock();
      const a = scriptedProvider([{ error: scriptedError(code) }], { name: 'a', otherwise: 'ok' });
      const [b] = keys(1);
      const balanced = over([a, ...(b ? [b] : [])], { now, coolDownMs: 100 });
      expect(await order(balanced, 2)).toBe('k0 k0');
      pass(99);
      expect(await order(balanced, 1)).toBe('k0');
      pass(1);
      expect(await order(balanced, 1)).toBe('a');
    },
  );

  it.each(['server', 'invalid-request', 'overloaded', 'not-found'] as const)(
    'fails with %s as it is, and does not cool down',
    async (code) => {
      const error = scriptedError(code);
      const a = scriptedProvider([{ error }], { name: 'a', otherwise: 'ok' });
      const balanced = over([a]);
      expect((await outcome(balanced)).error).toBe(error);
      expect(await textFrom(balanced)).toBe('ok');
    },
  );

  it('fails when a part of the answer was shown', async () => {
    const half = { text: 'half an answer, no more', after: 1, error: scriptedError('rate-limit') };
    const providers = keys(2, half);
    expect((await outcome(over(providers))).error).toMatchObject({ code: 'rate-limit' });
    expect(counts(providers)).toEqual([1, 0]);
  });

  it('says when the first is free while all cool down, and asks nobody', async () => {
    const { now, pass } = clock();
    const providers = [limited(900), limited(400)].map((turn, at) =>
      scriptedProvider([turn], { name: `k${at}`, otherwise: 'ok' }),
    );
    const balanced = over(providers, { now });
    const first = await outcome(balanced);
    pass(100);
    const second = await outcome(balanced);
    expect([first.error, second.error]).toMatchObject([
      { code: 'rate-limit', retryable: true, retryAfterMs: 400, status: 429 },
      {
        code: 'rate-limit',
        retryable: true,
        retryAfterMs: 300,
        message: expect.stringContaining(
          'All 2 targets of balance are cooling down. The first is free in 300',
        ) as string,
      },
    ]);
    expect(counts(providers)).toEqual([1, 1]);
    pass(300);
    expect(await order(balanced, 1)).toBe('k1');
  });

  it('with `whenCooling: try` takes the one that is free first', async () => {
    const { now } = clock();
    const providers = [limited(900), limited(400)].map((turn, at) =>
      scriptedProvider([turn], { name: `k${at}`, otherwise: 'ok' }),
    );
    const balanced = over(providers, { now, whenCooling: 'try' });
    expect((await outcome(balanced)).error).toMatchObject({ code: 'rate-limit' });
    expect(await order(balanced, 2)).toBe('k1 k1');
  });

  it('does not call wrong keys a limit that passes', async () => {
    const balanced = over(keys(2, { error: scriptedError('authentication') }));
    for (let call = 0; call < 2; call++)
      expect((await outcome(balanced)).error).toMatchObject({ code: 'authentication', retryable: false });
  });

  it('lets an agent wait for the first free key', async () => {
    const providers = [limited(30), limited(10)].map((turn, at) =>
      scriptedProvider([turn], { name: `k${at}`, otherwise: 'ok' }),
    );
    expect((await new Agent({ ...over(providers) }).run('Hi')).text).toBe('ok');
    expect(counts(providers)).toEqual([1, 2]);
  });

  it('ends at an abort, with its reason', async () => {
    const controller = new AbortController();
    const call = outcome(over(keys(1, { hang: true, ignoreAbort: true })), { signal: controller.signal });
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort('enough');
    expect((await call).error).toBe('enough');
  });

  it.each([
    { strategy: 'fastest' as never },
    { coolDownMs: -1 },
    { coolDownMs: NaN },
    { weights: [1] },
    { weights: [1, 0] },
    { weights: [1, Infinity] },
    { whenCooling: 'wait' as never },
  ])('refuses %j', (options: BalanceOptions) => {
    expect(() => over(keys(2), options)).toThrow(ConfigError);
  });
});

describe('whatever happens', () => {
  it('no target is asked while it cools down and another is free', async () => {
    const strategy = fc.constantFrom<BalanceOptions['strategy'] & string>(
      'round-robin',
      'least-busy',
      'weighted',
      'random',
    );
    const step = fc.record({
      pause: fc.nat(30),
      fails: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
      retryAfterMs: fc.nat(50),
    });
    await fc.assert(
      fc.asyncProperty(strategy, fc.array(step, { maxLength: 15 }), async (chosen, steps) => {
        const { now, pass } = clock();
        const freeAt = [0, 0, 0];
        let current = steps[0];
        const asked: number[] = [];
        const providers = freeAt.map((_, at) =>
          scriptedProvider([], {
            name: `k${at}`,
            otherwise: () => {
              expect(freeAt[at]).toBeLessThanOrEqual(now());
              asked.push(at);
              if (!current?.fails[at]) return 'ok';
              freeAt[at] = now() + current.retryAfterMs;
              return { error: scriptedError('rate-limit', { retryAfterMs: current.retryAfterMs }) };
            },
          }),
        );
        const balanced = over(providers, { strategy: chosen, now });
        for (current of steps) {
          pass(current.pause);
          const free = freeAt.filter((time) => time <= now()).length;
          asked.length = 0;
          const { events, error } = await outcome(balanced);
          if (free === 0) expect(asked).toEqual([]);
          else expect(asked.length).toBeGreaterThan(0);
          expect(new Set(asked).size).toBe(asked.length);
          expect(events.filter(({ type }) => type === 'finish').length).toBe(error === undefined ? 1 : 0);
        }
      }),
    );
  });
});

testOfflineProvider(() => balance(keys(2, 'An answer.').map((provider) => targetOf(provider))).provider);
