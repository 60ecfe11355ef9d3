import type { Wire } from '../contenders/contender.ts';
import type { Sample } from '../scenarios/scenario.ts';

/** What a child process is to do. */
export interface Task {
  readonly scenario: string;
  readonly contender: string;
  readonly wire: Wire;
  /** Of the stand-in host. */
  readonly port: number;
  /** The file for a CPU profile of the rounds. */
  readonly profile?: string;
}

/** What the parent says. */
export type Order = 'round' | 'end';

/** What it says after each round. */
export type Reply = { readonly sample: Sample } | { readonly error: string };
