import type { RunInfo } from '../contracts/hooks.ts';
import { isPegboardError, type PegboardError } from '../errors/pegboard-error.ts';
import { type OwnClock, ownClocks } from '../lib/own-clock.ts';
import { type ActiveRun, foreignError } from './active-run.ts';

/** What every hook is told of its run. */
export function runInfo({ state, context, signal }: ActiveRun): RunInfo {
  const { runId, agent, thread } = state;
  return { runId, agent: agent.name, ...(thread !== undefined && { thread }), context, signal, state };
}

/** The clock of one call of a hook. */
export function hookClock(run: ActiveRun): OwnClock {
  const { hookMs } = run.config.timeouts;
  return (run.clocks ??= ownClocks(hookMs === false ? Infinity : hookMs, run.signal))();
}

/** Throws the signal's reason, or the error that a hook has ended with, under the hook's name. */
export function throwFromHook({ signal }: ActiveRun, name: string, error: unknown): never {
  signal.throwIfAborted();
  throw isPegboardError(error) ? error : hookError(name, error);
}

/** What went wrong in a hook, under its name. */
export function hookError(name: string, error: unknown): PegboardError {
  return foreignError('hook', `Hook "${name}"`, error);
}

/** What a hook is told that calls `next` after it was given up: what it would start must not happen any more. */
export function tooLate(name: string): PegboardError {
  return hookError(name, 'it called next() too late');
}
