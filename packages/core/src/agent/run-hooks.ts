import type { RunState } from '../contracts/run-state.ts';
import type { ActiveRun } from './active-run.ts';
import { hookClock, hookError, runInfo, throwFromHook, tooLate } from './hook-calls.ts';

type Work = () => Promise<void>;

/** Runs the work inside the `run` hooks, the first outermost. */
export function aroundRun(run: ActiveRun, work: Work): Promise<void> {
  return run.config.hooks.reduceRight<Work>((inner, { run: hook, name = 'run' }) => {
    if (!hook) return inner;
    return async () => {
      const clock = hookClock(run);
      let called = false;
      let over = false;
      try {
        const next = async (): Promise<RunState> => {
          if (over) throw tooLate(name);
          called = true;
          await clock.outside(inner());
          return run.state;
        };
        await clock.run({ work: () => hook(runInfo(run), next) });
      } catch (error) {
        throwFromHook(run, name, error);
      } finally {
        over = true;
      }
      if (!called) throw hookError(name, 'it ended without calling next()');
    };
  }, work)();
}
