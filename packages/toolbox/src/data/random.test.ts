import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { random, uuid } from '@pegboard/toolbox';
import { call } from '../files/files.test-helper.ts';

const draw = async (input: object, next?: (below: number) => number): Promise<unknown> => {
  const { status, result, error } = await call(random(next ? { next } : {}), { ...input });
  return status === 'success' ? (result as { values: unknown }).values : error;
};

describe('random values', () => {
  it('lie within the bounds, and are different where that is asked for', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.nat(50),
        fc.boolean(),
        async (min, span, unique) => {
          const count = Math.min(span + 1, 20);
          const values = (await draw({ min, max: min + span, count, unique })) as number[];
          expect(values).toHaveLength(count);
          expect(values.every((value) => value >= min && value <= min + span)).toBe(true);
          if (unique) expect(new Set(values).size).toBe(count);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('are every value about as often', async () => {
    const values = (await draw({ min: 1, max: 6, count: 1_000 })) as number[];
    for (let face = 1; face <= 6; face++)
      expect(values.filter((value) => value === face).length).toBeGreaterThan(80);
  });

  it('shuffle a list, by a generator of your own if you like', async () => {
    const from = ['a', 'b', 'c', 'd'];
    expect(await draw({ from, count: 4, unique: true }, () => 0)).toEqual(from);
    expect(await draw({ from, count: 4, unique: true }, (below) => below - 1)).toEqual(['d', 'a', 'b', 'c']);
    const shuffled = (await draw({ from, count: 4, unique: true })) as string[];
    expect(shuffled.toSorted()).toEqual(from);
  });

  it('that there cannot be are refused', async () => {
    expect(await draw({ min: 5, max: 4 })).toContain('no number from 5 to 4');
    expect(await draw({ min: 1, max: 3, count: 4, unique: true })).toContain('only 3');
    expect(await draw({ min: -(2 ** 47), max: 2 ** 47 })).toContain('too far apart');
  });
});

describe('uuids', () => {
  it.each([
    ['4', /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/],
    ['7', /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/],
  ])('of version %s have its shape and are different', async (version, shape) => {
    const { result } = await call(uuid(), { version, count: 100 });
    const { uuids } = result as { uuids: string[] };
    expect(uuids.every((each) => shape.test(each))).toBe(true);
    expect(new Set(uuids).size).toBe(100);
  });

  it('of version 7 begin with the time', async () => {
    const tool = uuid({
      now: () => new Date('2026-01-01T00:00:00Z'),
      bytes: (count) => new Uint8Array(count).fill(0xff),
    });
    const { result } = await call(tool, { version: '7' });
    expect(result).toEqual({ uuids: ['019b76da-a800-7fff-bfff-ffffffffffff'] });
    expect(Number.parseInt('019b76daa800', 16)).toBe(Date.parse('2026-01-01T00:00:00Z'));
  });
});
