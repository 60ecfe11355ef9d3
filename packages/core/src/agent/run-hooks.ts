import { isPegboardError } from '../errors/pegboard-error.ts';
import { OwnClock } from '../lib/own-clock.ts';
import { type ActiveRun, foreignError } from './active-run.ts';
import { runInfo, tooLate } from './hook-calls.ts';

/** Runs the work inside the `run` hooks, the first outermost. */
export function aroundRun(run: ActiveRun, work: () => Promise<void>): Promise<void> {
  let next = work;
  for (const { run: hook, name = 'run' } of run.config.hooks.toReversed()) {
    if (!hook) continue;
    const inner = next;
    next = async () => {
      const clock = new OwnClock(run.config.timeouts.hookMs, run.signal);
      let called = false;
      let over = false;
      try {
        await clock.run(() =>
          hook(runInfo(run), async () => {
            if (over) throw tooLate(name);
            called = true;
            await clock.outside(inner);
            return run.state;
          }),
        );
      } catch (error) {
        run.signal.throwIfAborted();
        throw isPegboardError(error) ? error : foreignError('hook', `Hook "${name}"`, error);
      } finally {
        over = true;
      }
      if (!called) throw foreignError('hook', `Hook "${name}"`, 'it ended without calling next()');
    };
  }
  return next();
}
