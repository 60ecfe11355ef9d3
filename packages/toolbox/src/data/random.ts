import { defineTool, type Tool, ToolFailure } from '@pegboard/core';
import { checkOptionKinds } from '@pegboard/core/tools';
import * as z from 'zod';

export interface RandomOptions {
  /** A whole number from 0 up to but not including `below`, at most 2^47. Default: that of the machine's secure generator. */
  readonly next?: (below: number) => number;
}

const mostSpan = 2 ** 47;
const bound = () => z.int().min(-mostSpan).max(mostSpan);

const input = () =>
  z
    .object({
      min: bound().default(1).describe('The smallest number that may come.'),
      max: bound().default(100).describe('The largest; it may come too.'),
      from: z
        .array(z.union([z.string(), z.number()]))
        .min(1)
        .max(1_000)
        .optional()
        .describe('Picks from these in place of numbers.'),
      count: z.int().min(1).max(1_000).default(1).describe('How many.'),
      unique: z
        .boolean()
        .default(false)
        .describe('No number, or no place in "from", twice; with all of them it shuffles.'),
    })
    .meta({ examples: [{ min: 1, max: 6, count: 2 }] });

const output = () => z.object({ values: z.array(z.union([z.string(), z.number()])) });

/** `random`: whole numbers, or a choice among given values. */
export function random(
  options: RandomOptions = {},
): Tool<z.input<ReturnType<typeof input>>, z.infer<ReturnType<typeof output>>> {
  checkOptionKinds('random', options, { next: 'function' });
  return defineTool({
    name: 'random',
    description:
      'Draws random whole numbers between two bounds, or picks at random from a list. Use it for dice, draws, samples and shuffled orders: what you would make up yourself is not random. For several different ones set "unique"; a list with as many as it has is shuffled.',
    input: input(),
    output: output(),
    effects: {},
    timeoutMs: 5_000,
    maxResultChars: 20_000,
    execute: async ({ min, max, from, count, unique }) => {
      const next = options.next ?? (await import('node:crypto')).randomInt;
      const size = from ? from.length : max - min + 1;
      if (size < 1) throw new ToolFailure(`There is no number from ${min} to ${max}.`);
      if (size > mostSpan) throw new ToolFailure('The bounds are too far apart: at most 2^47.');
      if (unique && count > size)
        throw new ToolFailure(`There are only ${size} to choose from, not ${count}.`);
      const places = unique ? distinct(count, size, next) : Array.from({ length: count }, () => next(size));
      return { values: places.map((place) => (from ? (from[place] ?? 0) : min + place)) };
    },
  });
}

/** The first steps of a Fisher–Yates shuffle, of which only the moved places are kept. */
function distinct(count: number, size: number, next: (below: number) => number): number[] {
  const moved = new Map<number, number>();
  return Array.from({ length: count }, (_, at) => {
    const chosen = at + next(size - at);
    const value = moved.get(chosen) ?? chosen;
    moved.set(chosen, moved.get(at) ?? at);
    return value;
  });
}
