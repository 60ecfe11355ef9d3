import type { Contender, Wire } from '../contenders/contender.ts';
import type { Sample, Scenario } from '../scenarios/scenario.ts';
import { type Child, startChild } from './start-child.ts';

export interface RoundOptions {
  readonly rounds: number;
  readonly wire: Wire;
  readonly port: number;
  /** A folder for CPU profiles. */
  readonly profile?: string;
}

/** What a contender gave in each round, or why it gave nothing. */
export interface Outcome {
  readonly contender: Contender;
  readonly samples: readonly Sample[];
  readonly error?: string;
}

/** Whoever needs longer for a round, warming up included, takes part in no other. */
const slowMs = 20_000;

/** Lets all contenders take part in each round, in an order that turns, so that what changes on the machine meets them alike. */
export async function runRounds(
  scenario: Scenario,
  contenders: readonly Contender[],
  options: RoundOptions,
): Promise<Outcome[]> {
  const entries = contenders.map((contender) => createEntry(scenario, contender, options));
  for (let round = 0; round < options.rounds; round++) {
    const turn = round % entries.length;
    for (const entry of [...entries.slice(turn), ...entries.slice(0, turn)]) await entry.round();
  }
  return Promise.all(entries.map((entry) => entry.end()));
}

interface Entry {
  readonly round: () => Promise<void>;
  readonly end: () => Promise<Outcome>;
}

function createEntry(scenario: Scenario, contender: Contender, options: RoundOptions): Entry {
  const { wire, port, profile } = options;
  const task = {
    scenario: scenario.name,
    contender: contender.name,
    wire,
    port,
    ...(profile !== undefined && { profile: profileFile(profile, scenario, contender) }),
  };
  const start = (): Child => startChild(task);
  const samples: Sample[] = [];
  let error: string | undefined;
  let child: Child | undefined;
  let isSlow = false;
  return {
    round: async () => {
      if (error !== undefined || isSlow) return;
      child ??= start();
      const begun = performance.now();
      const reply = await child.round();
      isSlow = performance.now() - begun > slowMs;
      if ('error' in reply) error = reply.error;
      else samples.push(reply.sample);
      if (!scenario.cold && error === undefined) return;
      await child.stop();
      child = undefined;
    },
    end: async () => {
      await child?.stop();
      return { contender, samples, ...(error !== undefined && { error }) };
    },
  };
}

/** Where the profile of a contender is written. */
export function profileFile(folder: string, scenario: Scenario, contender: Contender): string {
  return `${folder}/${scenario.name}-${contender.name}.cpuprofile`;
}
