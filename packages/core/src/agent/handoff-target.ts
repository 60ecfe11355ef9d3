import { invalidState } from './invalid-state.ts';
import type { AgentOptions, RunConfig } from './run-config.ts';

/** What a hand-over tool holds besides a tool. */
export interface HandoffTarget {
  readonly '~handoff'?: Handoff;
}

export interface Handoff {
  readonly agent: () => TakingAgent;
  /** What a run goes on with under that agent, given what it was under before. */
  readonly takeOver: (before: RunConfig, agent: TakingAgent) => RunConfig;
}

export interface TakingAgent {
  readonly name: string;
  readonly options: AgentOptions<unknown>;
}

/** The hand-over to the agent of that name, of the tool of that name if there are several; undefined where no tool hands over to it. */
export function handoffAmong(tools: Iterable<unknown>, agent: string, tool = ''): Handoff | undefined {
  const found = [...tools].filter(
    (each) => (each as HandoffTarget | undefined)?.['~handoff']?.agent().name === agent,
  ) as (HandoffTarget & { readonly name: string })[];
  return (found.find(({ name }) => name === tool) ?? found[0])?.['~handoff'];
}

/** The same. Throws `ConfigError` where no tool hands over to it. */
export function handoffOf(tools: Iterable<unknown>, name: string, tool?: string): Handoff {
  const found = handoffAmong(tools, name, tool);
  if (found) return found;
  throw invalidState(
    `The agent "${name}", which this run was handed to, is gone`,
    'no tool of the agent hands over to it',
    `Give the agent its handoff("${name}") back, or resume with "${name}" itself`,
  );
}
