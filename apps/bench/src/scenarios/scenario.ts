import type { Contender, Library, Wire } from '../contenders/contender.ts';
import type { Plan } from '../server/plan.ts';

/** One column of a scenario's table. */
export interface Metric {
  readonly key: string;
  readonly label: string;
  readonly unit: 'µs' | 'ms' | 'ns' | '/s' | 'MB' | 'kB' | 'B' | 'x' | '';
  /** Default `less`. */
  readonly better?: 'more';
  /** The ratio to the floor that Pegboard is to reach, or, with `absolute`, the figure. */
  readonly goal?: number;
  readonly absolute?: true;
  /** The figure of the last round counts, in place of the median. */
  readonly last?: true;
}

/** What one round gave, by key of a metric. */
export type Sample = Readonly<Record<string, number>>;

/** What a scenario is run with, in a process of its own. */
export interface Bench {
  readonly contender: Contender;
  readonly wire: Wire;
  readonly load: () => Promise<Library>;
  /** The base URL at which the server follows a plan. */
  readonly url: (plan: Partial<Plan>) => string;
}

export interface Scenario {
  readonly name: string;
  /** The name that runs all variants of a scenario. */
  readonly group?: string;
  readonly title: string;
  readonly metrics: readonly Metric[];
  /** A new process for each round, on the built packages. */
  readonly cold?: true;
  /** Answers are streamed. */
  readonly streams?: true;
  /** Gets ready and warm; what it gives back is one round. */
  readonly prepare: (bench: Bench) => Promise<() => Promise<Sample>>;
}
