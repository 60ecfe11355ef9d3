import { median } from '../lib/median.ts';
import type { Metric, Sample } from '../scenarios/scenario.ts';
import type { Outcome } from './run-rounds.ts';

/** A figure and what it is beside the floor. */
export interface Figure {
  readonly value: number;
  /** To the floor's figure of the same round. */
  readonly ratio: number;
}

export interface Row {
  readonly name: string;
  readonly label: string;
  /** By key of the metric; empty when the contender did not finish. */
  readonly figures: Readonly<Record<string, Figure>>;
  /** Rounds it took part in. */
  readonly rounds?: number;
  readonly error?: string;
}

/** Medians over the rounds; the first outcome is the floor's. */
export function summarise(outcomes: readonly Outcome[], metrics: readonly Metric[]): Row[] {
  const base = outcomes[0]?.samples ?? [];
  return outcomes.map(({ contender: { name, label }, samples, error }) => ({
    name,
    label,
    figures:
      error === undefined
        ? Object.fromEntries(metrics.map((metric) => [metric.key, figureOf(metric, samples, base)]))
        : {},
    rounds: samples.length,
    ...(error !== undefined && { error }),
  }));
}

function figureOf({ key, last }: Metric, samples: readonly Sample[], base: readonly Sample[]): Figure {
  const values = samples.map((sample) => sample[key] ?? Number.NaN);
  const ratios = values.map((value, round) => value / (base[round]?.[key] ?? Number.NaN));
  const pick = last ? (list: readonly number[]) => list.at(-1) ?? Number.NaN : median;
  return { value: pick(values), ratio: pick(ratios) };
}
