import type { RunInfo } from '../contracts/hooks.ts';
import { PegboardError } from '../errors/pegboard-error.ts';
import type { ActiveRun } from './active-run.ts';

/** What every hook is told of its run. */
export function runInfo({ state, context, signal }: ActiveRun): RunInfo {
  const { runId, agent, thread } = state;
  return { runId, agent: agent.name, ...(thread !== undefined && { thread }), context, signal };
}

/** What a hook is told that calls `next` after it was given up: what it would start must not happen any more. */
export function tooLate(name: string): PegboardError {
  return new PegboardError({
    code: 'hook',
    what: `Hook "${name}" called next() too late`,
    evidence: 'it has failed or ended before',
    fix: 'Call next() before the hook ends, within `timeouts.hookMs`',
  });
}
