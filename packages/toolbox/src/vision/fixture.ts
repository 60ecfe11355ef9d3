import { readFile } from 'node:fs/promises';
import { ConfigError } from '@pegboard/core';
import * as z from 'zod';
import { type Detect, type Detection, detection } from './detection.ts';

/**
 * What is found without anybody looking: the same for every image, or by what is looked for; a text is the path of a JSON file with either.
 */
export type Fixture = string | readonly Detection[] | Readonly<Record<string, readonly Detection[]>>;

const shape = () => z.union([z.array(detection()), z.record(z.string(), z.array(detection()))]);

/** A detector that always finds the same, for tests and examples. Calls reject with `ConfigError` when the fixture does not fit. */
export function fixtureDetector(fixture: Fixture): Detect {
  return async ({ target }) => {
    const found = await load(fixture);
    if (Array.isArray(found)) return found;
    const wanted = target.trim().toLowerCase();
    return Object.entries(found).find(([name]) => name.toLowerCase() === wanted)?.[1] ?? [];
  };
}

async function load(fixture: Fixture): Promise<z.infer<ReturnType<typeof shape>>> {
  const isPath = typeof fixture === 'string';
  try {
    return shape().parse(isPath ? JSON.parse(await readFile(fixture, 'utf8')) : fixture);
  } catch (cause) {
    throw new ConfigError({
      what: 'The fixture of draw_bounding_box cannot be used',
      evidence: isPath ? 'It is the path of a file' : 'It is a value',
      fix: 'Give a list of { label, left, top, right, bottom }, all from 0 to 1, or such lists by what is looked for',
      cause,
    });
  }
}
