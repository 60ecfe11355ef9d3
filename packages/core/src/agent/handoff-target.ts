import type { RunState } from '../contracts/run-state.ts';
import { invalidState } from './invalid-state.ts';
import type { AgentOptions } from './run-config.ts';

/** What a hand-over tool holds besides a tool. */
export interface HandoffTarget {
  readonly '~handoff'?: () => { readonly name: string; readonly options: object };
}

export interface TakingAgent {
  readonly name: string;
  readonly options: AgentOptions<unknown>;
}

/** The agent of that name that one of the tools hands over to. */
function takerAmong(tools: readonly unknown[], name: string): TakingAgent | undefined {
  for (const tool of tools) {
    const taker = (tool as HandoffTarget | undefined)?.['~handoff']?.();
    // Only `handoff` sets it, and it takes agents.
    if (taker?.name === name) return taker as TakingAgent;
  }
  return undefined;
}

/** The agents that a run was handed to, in order. Throws `ConfigError` when one of them cannot be found any more. */
export function takersOf(
  { handoffs = [] }: Pick<RunState, 'handoffs'>,
  tools: readonly unknown[],
): readonly TakingAgent[] {
  const takers: TakingAgent[] = [];
  for (const { agent: name } of handoffs) {
    const taker = takerAmong(takers.at(-1)?.options.tools ?? tools, name);
    if (!taker)
      throw invalidState(
        `The agent "${name}", which this run was handed to, is gone`,
        'no tool of the agent hands over to it',
        `Give the agent its handoff("${name}") back, or resume with "${name}" itself`,
      );
    takers.push(taker);
  }
  return takers;
}
