import type { Hooks } from '../contracts/hooks.ts';
import type { TakingAgent } from './handoff-target.ts';
import { type RunConfig, runConfig } from './run-config.ts';

/** The agent as it is, under what belongs to the run: limits, memory, output, and everything that guards it. */
export function takeOver(before: RunConfig, { options }: TakingAgent): RunConfig {
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
    // Each counts by itself: one cannot take away what the other asks for.
    approval: [before.approval, own.approval].filter((rules) => rules.length > 0),
  };
}

function said<T extends object>(options: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}
