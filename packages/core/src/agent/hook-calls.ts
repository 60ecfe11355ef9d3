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

/** The own time of one call of a hook, which is given promises by what it is around. */
export interface HookTime<T> {
  /** The same promise. */
  readonly give: (working: Promise<T>) => Promise<T>;
  /**
   * What the hook makes of it, as `judge` judges it under the clock. A hook that hands on the very promise which it was given has no time of
   * its own, and costs none: then the clock is not even made, and there is nothing to judge.
   */
  readonly pass: (
    work: () => PromiseLike<T> | T,
    judge: (made: Promise<T>, clock: OwnClock) => Promise<T>,
  ) => Promise<T>;
}

export function hookTime<T>(run: ActiveRun): HookTime<T> {
  let clock: OwnClock | undefined;
  /** Given while the hook has not come to its first wait. */
  let given: Promise<T>[] | undefined;
  const outside = (working: Promise<T>): void => void (clock ??= hookClock(run)).outside(working);
  return {
    give(working) {
      if (given) given.push(working);
      else outside(working);
      return working;
    },
    pass(work, judge) {
      let made = work;
      if (!clock && !run.signal.aborted) {
        const first: Promise<T>[] = (given = []);
        try {
          const working = work();
          const [only, other] = first;
          if (only && only === working && !other) return only;
          // The clock does not look at it after an abort.
          void Promise.resolve(working).then(undefined, () => undefined);
          made = () => working;
        } catch (error) {
          made = () => Promise.reject(error);
        } finally {
          given = undefined;
        }
        first.forEach(outside);
      }
      clock ??= hookClock(run);
      return judge(clock.run(made), clock);
    },
  };
}

/** Throws the signal's reason, or the error that a hook has ended with, under the hook's name. */
export function throwFromHook({ signal }: ActiveRun, name: string, error: unknown): never {
  signal.throwIfAborted();
  throw isPegboardError(error) ? error : foreignError('hook', `Hook "${name}"`, error);
}

/** What a hook is told that calls `next` after it was given up: what it would start must not happen any more. */
export function tooLate(name: string): PegboardError {
  return foreignError('hook', `Hook "${name}"`, 'it called next() too late, after its end');
}
