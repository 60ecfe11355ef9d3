import type { ModelHook } from '../contracts/hooks.ts';
import type { ModelBatch, ModelRequest } from '../contracts/provider.ts';
import { isPegboardError } from '../errors/pegboard-error.ts';
import { OwnClock } from '../lib/own-clock.ts';
import { retry } from '../models/retry.ts';
import { timeout } from '../models/timeout.ts';
import { foreignError } from './active-run.ts';
import type { RunConfig } from './run-config.ts';

type ModelStream = (request: ModelRequest) => AsyncIterable<ModelBatch>;

/** The provider with everything around it, innermost first: deadlines, retries, the user's hooks. */
export function modelStream({ provider, timeouts, modelRetries, hooks }: RunConfig): ModelStream {
  const timed = timeout(timeouts, provider.name);
  let stream: ModelStream = (request) => timed(request, (inner) => provider.stream(inner));
  if (modelRetries !== false) stream = around(retry(modelRetries), stream);
  for (const { model, name = 'model' } of hooks.toReversed()) {
    if (model) stream = around(guarded(model, name, timeouts.hookMs), stream);
  }
  return stream;
}

function around(hook: ModelHook, next: ModelStream): ModelStream {
  return (request) => hook(request, next);
}

/** A hook whose own time is limited, and whose errors name it. */
function guarded(hook: ModelHook, name: string, hookMs: number | false): ModelHook {
  return async function* (request, next) {
    const clock = new OwnClock(hookMs, request.signal);
    const inner: ModelStream = (changed) => outsideClock(clock, next(changed));
    try {
      const iterator = hook(request, inner)[Symbol.asyncIterator]();
      for (;;) {
        const step = await clock.run(() => iterator.next());
        if (step.done) return;
        yield step.value;
      }
    } catch (error) {
      request.signal.throwIfAborted();
      throw isPegboardError(error) ? error : foreignError('hook', `Hook "${name}"`, error);
    }
  };
}

async function* outsideClock(clock: OwnClock, stream: AsyncIterable<ModelBatch>): AsyncGenerator<ModelBatch> {
  const iterator = stream[Symbol.asyncIterator]();
  let done = false;
  try {
    for (;;) {
      const step = await clock.outside(() => iterator.next());
      done = step.done === true;
      if (step.done) return;
      yield step.value;
    }
  } finally {
    if (!done) void iterator.return?.()?.then(undefined, () => undefined);
  }
}
