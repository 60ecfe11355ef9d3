import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { executeParallel, type Task } from './execute-parallel.ts';

interface Spec {
  readonly barrier: boolean;
  readonly blocked: boolean;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** How many turns of the microtask queue it takes. */
  readonly ticks: number;
}

const keys = fc.subarray(['a', 'b', 'c']);
const spec: fc.Arbitrary<Spec> = fc.record({
  barrier: fc.nat({ max: 5 }).map((n) => n === 0),
  blocked: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  reads: keys,
  writes: fc.oneof(fc.constant([]), keys),
  ticks: fc.nat({ max: 6 }),
});

type Log = { readonly index: number; readonly type: 'start' | 'end' }[];

async function play(specs: readonly Spec[], cap: number): Promise<Log> {
  const log: Log = [];
  const tasks = specs.map(({ barrier, blocked, reads, writes, ticks }, index): Task => ({
    barrier,
    blocked,
    effects: { reads, writes },
    async run() {
      log.push({ index, type: 'start' });
      for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
      log.push({ index, type: 'end' });
    },
  }));
  await executeParallel(tasks, cap);
  return log;
}

function conflict(a: Spec, b: Spec): boolean {
  if (a.barrier || b.barrier) return true;
  const touches = (spec_: Spec, key: string): boolean =>
    spec_.reads.includes(key) || spec_.writes.includes(key);
  return a.writes.some((key) => touches(b, key)) || b.writes.some((key) => touches(a, key));
}

/** What must wait: what is blocked, and what conflicts with anything before it that waits. */
function mayRun(specs: readonly Spec[]): boolean[] {
  const runs: boolean[] = [];
  specs.forEach((own, index) => {
    runs.push(
      !own.blocked && specs.slice(0, index).every((earlier, at) => runs[at] || !conflict(earlier, own)),
    );
  });
  return runs;
}

describe('for any tasks', () => {
  const batch = fc.tuple(fc.array(spec, { maxLength: 8 }), fc.integer({ min: 1, max: 4 }));

  it('exactly those run that need not wait for a blocked one, each once', async () => {
    await fc.assert(
      fc.asyncProperty(batch, async ([specs, cap]) => {
        const log = await play(specs, cap);
        const ran = log.filter(({ type }) => type === 'end').map(({ index }) => index);
        const expected = mayRun(specs).flatMap((runs, index) => (runs ? [index] : []));
        expect(ran.toSorted((a, b) => a - b)).toEqual(expected);
        expect(log).toHaveLength(ran.length * 2);
      }),
    );
  });

  it('those that conflict keep their order and never overlap, as if run one by one', async () => {
    await fc.assert(
      fc.asyncProperty(batch, async ([specs, cap]) => {
        const log = await play(specs, cap);
        const at = (index: number, type: string): number =>
          log.findIndex((entry) => entry.index === index && entry.type === type);
        specs.forEach((own, index) => {
          specs.slice(0, index).forEach((earlier, before) => {
            if (!conflict(earlier, own) || at(index, 'start') < 0) return;
            expect(at(before, 'end')).toBeGreaterThanOrEqual(0);
            expect(at(before, 'end')).toBeLessThan(at(index, 'start'));
          });
        });
      }),
    );
  });

  it('no more than the cap run at once; a cap of one keeps the order', async () => {
    await fc.assert(
      fc.asyncProperty(batch, async ([specs, cap]) => {
        let running = 0;
        for (const { type } of await play(specs, cap)) {
          running += type === 'start' ? 1 : -1;
          expect(running).toBeLessThanOrEqual(cap);
        }
        const serial = (await play(specs, 1))
          .filter(({ type }) => type === 'start')
          .map(({ index }) => index);
        expect(serial).toEqual(serial.toSorted((a, b) => a - b));
      }),
    );
  });
});

it('independent tasks really overlap', async () => {
  const free: Spec = { barrier: false, blocked: false, reads: ['a'], writes: [], ticks: 3 };
  const log = await play([free, free, free], 16);
  expect(log.slice(0, 3).map(({ type }) => type)).toEqual(['start', 'start', 'start']);
});

it('after a rejection nothing new starts, and what runs is waited for', async () => {
  const log: string[] = [];
  const task = (name: string, fails = false): Task => ({
    barrier: false,
    blocked: false,
    effects: undefined,
    async run() {
      log.push(`${name} starts`);
      await Promise.resolve();
      if (fails) throw new Error(name);
      await Promise.resolve();
      log.push(`${name} ends`);
    },
  });
  await expect(executeParallel([task('a', true), task('b'), task('c')], 2)).rejects.toThrow('a');
  expect(log).toEqual(['a starts', 'b starts', 'b ends']);
});

it('nothing to do is done', async () => {
  await expect(executeParallel([], 4)).resolves.toBeUndefined();
});
