import * as fc from 'fast-check';
import type { RecoveryDoor } from '../adapters/recovery-door.ts';
import type { FuzzDialect } from './dialect.ts';
import { jsonDialects } from './json-dialects.ts';
import { argumentsNeverDiffer, neverDiffers, readsBack } from './properties.ts';
import { rawDialects } from './raw-dialects.ts';

export interface FuzzOptions {
  readonly seconds: number;
  readonly seed: number;
  /** Only dialects whose name holds this. */
  readonly only?: string;
}

export interface FuzzReport {
  readonly runs: number;
  readonly failures: readonly { readonly name: string; readonly message: string }[];
}

interface Target {
  readonly name: string;
  readonly property: fc.IAsyncProperty<unknown>;
}

const runsPerRound = 40;

export const fuzzDialects: readonly FuzzDialect[] = [...jsonDialects, ...rawDialects];

/** Goes through all properties in rounds until the time is over. A property that broke is not tried again. */
export async function runFuzz(door: RecoveryDoor, options: FuzzOptions): Promise<FuzzReport> {
  const end = performance.now() + options.seconds * 1_000;
  const broken = new Map<string, string>();
  const targets = targetsFor(door, options.only);
  let runs = 0;
  for (let seed = options.seed; performance.now() < end; seed++) {
    const open = targets.filter(({ name }) => !broken.has(name));
    if (open.length === 0) break;
    for (const { name, property } of open) {
      if (performance.now() >= end) break;
      const details = await fc.check(property, { seed, numRuns: runsPerRound });
      runs += details.numRuns;
      if (details.failed) broken.set(name, messageOf(details, seed));
    }
  }
  return { runs, failures: [...broken].map(([name, message]) => ({ name, message })) };
}

function targetsFor(door: RecoveryDoor, only = ''): Target[] {
  const ofDialects = fuzzDialects.flatMap((dialect) => [
    { name: `${dialect.name}: reads back`, property: readsBack(door, dialect) },
    { name: `${dialect.name}: damaged, never differs`, property: neverDiffers(door, dialect) },
  ]);
  const all = [
    ...ofDialects,
    { name: 'arguments: damaged, never differ', property: argumentsNeverDiffer(door) },
  ];
  return all.filter(({ name }) => name.includes(only));
}

function messageOf(details: fc.RunDetails<unknown>, seed: number): string {
  const why = details.errorInstance instanceof Error ? details.errorInstance.message : 'failed';
  return `${why}\n  --seed ${seed}, path ${details.counterexamplePath ?? ''}`;
}
