import type { ModelHook } from '../contracts/hooks.ts';
import type { ModelBatch, ModelRequest } from '../contracts/provider.ts';
import { isPegboardError } from '../errors/pegboard-error.ts';
import { leave } from '../lib/leave.ts';
import { OwnClock } from '../lib/own-clock.ts';
import { retry } from '../models/retry.ts';
import type { TextProtocolOptions } from '../models/text-protocol.ts';
import { timeout } from '../models/timeout.ts';
import { foreignError } from './active-run.ts';
import type { RunConfig } from './run-config.ts';

type ModelStream = (request: ModelRequest) => AsyncIterable<ModelBatch>;

/** The provider with everything around it, innermost first: deadlines, retries, the text protocol, the user's hooks. */
export function modelStream(config: RunConfig): ModelStream {
  const { provider, timeouts, modelRetries, hooks, textProtocol } = config;
  const timed = timeout(timeouts, provider.name);
  let stream: ModelStream = (request) => timed(request, (inner) => provider.stream(inner));
  if (modelRetries !== false) stream = around(retry(modelRetries), stream);
  if (textProtocol) stream = around(lazyTextProtocol(textProtocol), stream);
  for (const { model, name = 'model' } of hooks.toReversed()) {
    if (model) stream = around(guarded(model, name, timeouts.hookMs), stream);
  }
  return stream;
}

function around(hook: ModelHook, next: ModelStream): ModelStream {
  return (request) => hook(request, next);
}

/** Reading calls out of text takes a good deal of code, which few runs need. */
function lazyTextProtocol(options: TextProtocolOptions): ModelHook {
  return async function* (request, next) {
    const { textProtocol } = await import('../models/text-protocol.ts');
    yield* textProtocol(options)(request, next);
  };
}

/** A hook whose own time is limited, and whose errors name it. */
function guarded(hook: ModelHook, name: string, hookMs: number | false): ModelHook {
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
