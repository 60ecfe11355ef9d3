import type { ModelHook } from '../contracts/hooks.ts';
import type { ModelBatch, Provider } from '../contracts/provider.ts';
import { BeginIteration } from '../lib/begin-iteration.ts';
import { leave } from '../lib/leave.ts';
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

/** A hook whose own time is limited, and whose errors name it. Iterators by hand: each step of a generator costs several promises. */
function guarded(run: ActiveRun, hook: ModelHook, name: string, next: ModelStream): ModelStream {
  return (request) =>
    new BeginIteration(() => {
      const clock = hookClock(run);
      const inner: ModelStream = (changed) =>
        new BeginIteration(() => {
          const iterator = next(changed)[Symbol.asyncIterator]();
          return { next: () => clock.outside(iterator.next()), return: () => left(iterator) };
        });
      let iterator: AsyncIterator<ModelBatch> | undefined;
      const pull = (): Step => (iterator ??= hook(request, inner)[Symbol.asyncIterator]()).next();
      const judge = (made: Step): Step =>
        made.catch((error: unknown) => {
          leave(iterator);
          return throwFromHook(run, name, error);
        });
      return { next: () => clock.run(pull, judge), return: () => left(iterator) };
    });
}

async function left(iterator: AsyncIterator<ModelBatch> | undefined): Step {
  leave(iterator);
  return { done: true, value: undefined };
}
