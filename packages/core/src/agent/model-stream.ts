import type { ModelHook } from '../contracts/hooks.ts';
import type { ModelBatch, ModelRequest } from '../contracts/provider.ts';
import { type CallTarget, callThrough } from '../models/delegate.ts';
import { retry } from '../models/retry.ts';
import { timeout } from '../models/timeout.ts';
import type { RunConfig } from './run-config.ts';

type ModelStream = (request: ModelRequest) => AsyncIterable<ModelBatch>;

/** The provider with everything around it, innermost first: deadlines, retries, the text protocol, the output, the user's hooks. */
export function modelStream(config: RunConfig, lowerOutput?: ModelHook): ModelStream {
  const { timeouts, modelRetries, hooks, textProtocol } = config;
  // Around each call of a target that stands for several, so that one which hangs does not use up the time of the next.
  const timed: CallTarget = ({ provider }, request) =>
    timeout(timeouts, provider.name)(request, (inner) => provider.stream(inner));
  let stream: ModelStream = (request) => callThrough(config, request, timed);
  if (modelRetries !== false) stream = around(retry(modelRetries), stream);
  if (textProtocol)
    stream = around(
      lazy(async () => (await import('../models/text-protocol.ts')).textProtocol(textProtocol)),
      stream,
    );
  if (lowerOutput) stream = around(lowerOutput, stream);
  for (const { model, name = 'model' } of hooks.toReversed()) {
    if (model)
      stream = around(
        lazy(async () => (await import('./on-demand.ts')).guardedHook(model, name, timeouts.hookMs)),
        stream,
      );
  }
  return stream;
}

function around(hook: ModelHook, next: ModelStream): ModelStream {
  return (request) => hook(request, next);
}

/** What few runs need is loaded with the first that does. */
function lazy(load: () => Promise<ModelHook>): ModelHook {
  return async function* (request, next) {
    yield* (await load())(request, next);
  };
}
