import type { ModelHook } from '../contracts/hooks.ts';
import type { ModelBatch, Provider } from '../contracts/provider.ts';
import { leave } from '../lib/leave.ts';
import type { ActiveRun } from './active-run.ts';
import { hookClock, throwFromHook } from './hook-calls.ts';

type ModelStream = Provider['stream'];

/** Calls the model inside the `model` hooks, the first outermost. */
export function aroundModel(run: ActiveRun, call: ModelStream): ModelStream {
  return run.config.hooks.reduceRight(
    (next, { model, name = 'model' }) => (model ? guarded(run, model, name, next) : next),
    call,
  );
}

const done: IteratorResult<ModelBatch> = { done: true, value: undefined };

/** A hook whose own time is limited, and whose errors name it. Iterators by hand: each step of a generator costs several promises. */
function guarded(run: ActiveRun, hook: ModelHook, name: string, next: ModelStream): ModelStream {
  return (request) => ({
    [Symbol.asyncIterator]() {
      const clock = hookClock(run);
      const inner: ModelStream = (changed) => ({
        [Symbol.asyncIterator]() {
          const iterator = next(changed)[Symbol.asyncIterator]();
          return { next: () => clock.outside(iterator.next()), return: () => left(iterator) };
        },
      });
      let iterator: AsyncIterator<ModelBatch> | undefined;
      return {
        async next() {
          try {
            const step = await clock.run(() =>
              (iterator ??= hook(request, inner)[Symbol.asyncIterator]()).next(),
            );
            return step.done ? done : step;
          } catch (error) {
            leave(iterator);
            return throwFromHook(run, name, error);
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
