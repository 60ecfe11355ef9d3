import type { ModelHook } from '../contracts/hooks.ts';
import type { ModelBatch, ModelRequest, Provider } from '../contracts/provider.ts';
import { BeginIteration } from '../lib/begin-iteration.ts';
import { leave } from '../lib/leave.ts';
import type { Clocked, OwnClock } from '../lib/own-clock.ts';
import type { ActiveRun } from './active-run.ts';
import { hookClock, throwFromHook } from './hook-calls.ts';

type ModelStream = Provider['stream'];
type Step = Promise<IteratorResult<ModelBatch>>;

/** Calls the model inside the `model` hooks, the first outermost. */
export function aroundModel(run: ActiveRun, call: ModelStream): ModelStream {
  return run.config.hooks.reduceRight<ModelStream>(
    (next, { model, name = 'model' }) =>
      model
        ? (request) => new BeginIteration(() => new HookedStream(run, { hook: model, name }, request, next))
        : next,
    call,
  );
}

/** A hook whose own time is limited, and whose errors name it. Iterators by hand: each step of a generator costs several promises. */
class HookedStream implements AsyncIterator<ModelBatch>, Clocked<IteratorResult<ModelBatch>> {
  readonly #run: ActiveRun;
  readonly #hook: { readonly hook: ModelHook; readonly name: string };
  readonly #request: ModelRequest;
  readonly #next: ModelStream;
  readonly #clock: OwnClock;
  #iterator: AsyncIterator<ModelBatch> | undefined;

  constructor(
    run: ActiveRun,
    hook: { readonly hook: ModelHook; readonly name: string },
    request: ModelRequest,
    next: ModelStream,
  ) {
    this.#run = run;
    this.#hook = hook;
    this.#request = request;
    this.#next = next;
    this.#clock = hookClock(run);
  }

  next(): Step {
    return this.#clock.run(this);
  }

  return(): Step {
    return left(this.#iterator);
  }

  work(): Step {
    return (this.#iterator ??= this.#open()).next();
  }

  judge(made: Step): Step {
    return made.catch((error: unknown) => {
      leave(this.#iterator);
      return throwFromHook(this.#run, this.#hook.name, error);
    });
  }

  #open(): AsyncIterator<ModelBatch> {
    const inner: ModelStream = (changed) =>
      new BeginIteration(() => {
        const iterator = this.#next(changed)[Symbol.asyncIterator]();
        return { next: () => this.#clock.outside(iterator.next()), return: () => left(iterator) };
      });
    return this.#hook.hook(this.#request, inner)[Symbol.asyncIterator]();
  }
}

async function left(iterator: AsyncIterator<ModelBatch> | undefined): Step {
  leave(iterator);
  return { done: true, value: undefined };
}
