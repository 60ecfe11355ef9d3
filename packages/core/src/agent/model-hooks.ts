import type { ModelHook } from '../contracts/hooks.ts';
import type { ModelBatch, ModelRequest } from '../contracts/provider.ts';
import { isPegboardError } from '../errors/pegboard-error.ts';
import { leave } from '../lib/leave.ts';
import { OwnClock } from '../lib/own-clock.ts';
import { foreignError } from './active-run.ts';

type ModelStream = (request: ModelRequest) => AsyncIterable<ModelBatch>;

/** A hook whose own time is limited, and whose errors name it. */
export function guardedHook(hook: ModelHook, name: string, hookMs: number | false): ModelHook {
  return async function* (request, next) {
    const clock = new OwnClock(hookMs, request.signal);
    const inner: ModelStream = (changed) => relay(next(changed), (step) => clock.outside(step));
    try {
      yield* relay(hook(request, inner), (step) => clock.run(step));
    } catch (error) {
      request.signal.throwIfAborted();
      throw isPegboardError(error) ? error : foreignError('hook', `Hook "${name}"`, error);
    }
  };
}

type Step = IteratorResult<ModelBatch, unknown>;

/** Hands on a stream, each step through `pull`. A stream that is left before its end is told so. */
async function* relay(
  stream: AsyncIterable<ModelBatch>,
  pull: (step: () => Promise<Step>) => Promise<Step>,
): AsyncGenerator<ModelBatch> {
  const iterator = stream[Symbol.asyncIterator]();
  let done = false;
  try {
    for (;;) {
      const step = await pull(() => iterator.next());
      done = step.done === true;
      if (step.done) return;
      yield step.value;
    }
  } finally {
    if (!done) leave(iterator);
  }
}
