import type { Hooks } from '../contracts/hooks.ts';
import { type ActiveRun, turnCalls } from './active-run.ts';
import { takersOf, type TakingAgent } from './handoff-target.ts';
import { typedOutput } from './output/typed-output.ts';
import { type RunConfig, runConfig } from './run-config.ts';

/** Hands the run to the agent that a call of this turn has named; the first one counts. */
export async function handOver(run: ActiveRun): Promise<void> {
  const { state } = run;
  const to = turnCalls(run).find((call) => call.handoff && call.status === 'success')?.handoff;
  if (to === undefined || state.handoffs?.at(-1)?.turn === state.turn) return;
  const from = state.agent.name;
  const handoffs = [...(state.handoffs ?? []), { turn: state.turn, agent: to }];
  const { version } = takersOf({ handoffs }, handableBy(run)).at(-1)?.options ?? {};
  const agent = { name: to, ...(version !== undefined && { version }) };
  await run.record({ type: 'handoff', agent });
  switchAgent(run);
  run.emit?.({ type: 'handoff', from, to });
}

/** Where hand-overs of the agent that began the run are looked for: toolsets are not listed for it. */
export function handableBy({ base }: Pick<ActiveRun, 'base'>): readonly unknown[] {
  return [...(base.tools ?? []), ...(base.selectors ?? [])];
}

/** Goes on as the agent that the run was handed to last, if it was. */
export function switchAgent(run: ActiveRun): void {
  const takers = takersOf(run.state, handableBy(run));
  if (takers.length === 0) return;
  const config = takers.reduce(takenOver, run.base);
  run.config = config;
  run.output = config.output && typedOutput(config.output, config);
  run.stream = run.clocks = undefined;
}

/** The agent as it is, under what belongs to the run: limits, memory, output, and everything that guards it. */
function takenOver(before: RunConfig, { options }: TakingAgent): RunConfig {
  const own = runConfig(options, {}, before.singleTurn);
  const { memory: _, sealKey: __, trustPolicy: ___, ...rest } = own;
  const { memory, sealKey, limits, outputMode, maxOutputRetries } = before;
  const hooks: readonly Hooks[] = [...new Set([...before.hooks, ...own.hooks])];
  const kept = { memory, sealKey, outputMode, maxOutputRetries };
  const guards = {
    onApproval: own.onApproval ?? before.onApproval,
    // Whoever takes over cannot switch off what the run began with.
    trustPolicy: before.trustPolicy === false ? own.trustPolicy : before.trustPolicy,
  };
  return {
    ...rest,
    ...said(before.output ? kept : { memory, sealKey }),
    ...said(guards),
    output: before.output ?? own.output,
    limits,
    hooks,
    guarded: before.guarded || own.guarded,
    approval: [...before.approval, ...own.approval],
  };
}

function said<T extends object>(options: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}
