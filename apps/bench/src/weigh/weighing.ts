import type { Contender } from '../contenders/contender.ts';
import type { Metric, Sample } from '../scenarios/scenario.ts';

/** What is counted once, not timed in rounds. */
export interface Weighing {
  readonly name: string;
  readonly title: string;
  readonly metrics: readonly Metric[];
  /** Whether there is something to weigh of it. */
  readonly takes: (contender: Contender) => boolean;
  /** Throws when it cannot be had. */
  readonly weigh: (contender: Contender) => Sample;
}
