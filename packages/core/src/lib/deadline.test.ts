import { describe, expect, it } from 'vitest';
import { DeadlineExceeded, delay, withDeadline } from './deadline.ts';
import { ownClocks } from './own-clock.ts';

const never = (): Promise<never> => new Promise(() => undefined);
const { signal } = new AbortController();

describe('withDeadline', () => {
  it('settles as the work does', async () => {
    await expect(withDeadline(() => 1, { ms: 10 })).resolves.toBe(1);
    await expect(withDeadline(async () => 2, { ms: 10 })).resolves.toBe(2);
    await expect(withDeadline(() => Promise.reject(new Error('a')), { ms: 10 })).rejects.toThrow('a');
    const throwing = (): never => {
      throw new Error('b');
    };
    await expect(withDeadline(throwing, { ms: 10 })).rejects.toThrow('b');
  });

  it('rejects at the deadline, after telling', async () => {
    const told: unknown[] = [];
    const late = withDeadline(never, { ms: 5, onDeadline: (error) => told.push(error) });
    await expect(late).rejects.toBeInstanceOf(DeadlineExceeded);
    expect(told).toMatchObject([{ ms: 5 }]);
  });

  it.each([Infinity, 2 ** 31, Number.MAX_SAFE_INTEGER])(
    'takes %s milliseconds as no deadline',
    async (ms) => {
      const work = async (): Promise<string> => (await delay(5), 'done');
      await expect(withDeadline(work, { ms })).resolves.toBe('done');
    },
  );

  it('rejects with the reason of the signal: before, during, and when the work aborts itself', async () => {
    const before = AbortSignal.abort('early');
    await expect(withDeadline(() => 1, { ms: false, signal: before })).rejects.toBe('early');
    const controller = new AbortController();
    const during = withDeadline(never, { ms: false, signal: controller.signal });
    controller.abort('during');
    await expect(during).rejects.toBe('during');
    const own = new AbortController();
    const suicidal = (): Promise<never> => (own.abort('own'), never());
    await expect(withDeadline(suicidal, { ms: false, signal: own.signal })).rejects.toBe('own');
  });
});

describe('OwnClock', () => {
  it('stops while what is wrapped works', async () => {
    const clock = ownClocks(20, signal)();
    const work = async (): Promise<string> => clock.outside(delay(40).then(() => 'done'));
    await expect(clock.run({ work })).resolves.toBe('done');
  });

  it('runs before and after it', async () => {
    const before = ownClocks(5, signal)();
    await expect(before.run({ work: never })).rejects.toBeInstanceOf(DeadlineExceeded);
    const after = ownClocks(5, signal)();
    const work = async (): Promise<never> => {
      await after.outside(Promise.resolve(1));
      return never();
    };
    await expect(after.run({ work })).rejects.toBeInstanceOf(DeadlineExceeded);
  });

  it('starts anew with each stretch', async () => {
    const clock = ownClocks(30, signal)();
    const work = async (): Promise<string> => {
      for (let stretch = 0; stretch < 4; stretch++) {
        await delay(12);
        await clock.outside(Promise.resolve(1));
      }
      return 'done';
    };
    await expect(clock.run({ work })).resolves.toBe('done');
  });
});

it('delay ends at an abort, with its reason', async () => {
  const controller = new AbortController();
  const waiting = delay(10_000, controller.signal);
  controller.abort('enough');
  await expect(waiting).rejects.toBe('enough');
  await expect(delay(1, AbortSignal.abort('no'))).rejects.toBe('no');
});
