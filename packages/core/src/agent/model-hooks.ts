import type { ModelHook } from '../contracts/hooks.ts';
import type { ModelBatch, Provider } from '../contracts/provider.ts';
import { leave } from '../lib/leave.ts';
import type { OwnClock } from '../lib/own-clock.ts';
import type { ActiveRun } from './active-run.ts';
import { hookClock, throwFromHook } from './hook-calls.ts';

type ModelStream = Provider['stream'];
type Step = Promise<IteratorResult<ModelBatch>>;

/** Calls the model inside the `model` hooks, the first outermost. */
export function aroundModel(run: ActiveRun, call: ModelStream): ModelStream {
  return run.config.hooks.reduceRight(
    (next, { model, name = 'model' }) => (model ? guarded(run, model, name, next) : next),
    call,
  );
}

const done: IteratorResult<ModelBatch> = { done: true, value: undefined };

/**
 * A hook whose own time is limited, and whose errors name it. One that hands on the very promise which it was given has no time of its own,
 * and costs none. Iterators by hand: each step of a generator costs several promises.
 */
function guarded(run: ActiveRun, hook: ModelHook, name: string, next: ModelStream): ModelStream {
  return (request) => ({
    [Symbol.asyncIterator]() {
      let clock: OwnClock | undefined;
      /** What the hook was given in this pull, as long as it has no clock. */
      let given: Step[] | undefined;
      const inner: ModelStream = (changed) => ({
        [Symbol.asyncIterator]() {
          const iterator = next(changed)[Symbol.asyncIterator]();
          return {
            next() {
              const step = iterator.next();
              if (given) given.push(step);
              else (clock ??= hookClock(run)).outside(step);
              return step;
            },
            return: () => left(iterator),
          };
        },
      });
      let iterator: AsyncIterator<ModelBatch> | undefined;
      const own = async (pull: () => Step): Step => {
        try {
          clock ??= hookClock(run);
          given?.forEach(clock.outside);
          const step = await clock.run(pull);
          return step.done ? done : step;
        } catch (error) {
          leave(iterator);
          return throwFromHook(run, name, error);
        }
      };
      return {
        next() {
          const pull = (): Step => (iterator ??= hook(request, inner)[Symbol.asyncIterator]()).next();
          if (clock || run.signal.aborted) return own(pull);
          given = [];
          try {
            const step = pull();
            return given.length === 1 && step === given[0] ? step : own(() => step);
          } catch (error) {
            return own(() => Promise.reject(error));
          } finally {
            given = undefined;
          }
        },
        return: () => left(iterator),
      };
    },
  });
}

async function left(iterator: AsyncIterator<ModelBatch> | undefined): Promise<typeof done> {
  leave(iterator);
  return done;
}
