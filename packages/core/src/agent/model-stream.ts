import type { ModelHook } from '../contracts/hooks.ts';
import type { ModelBatch, ModelRequest } from '../contracts/provider.ts';
import { retry } from '../models/retry.ts';
import type { TextProtocolOptions } from '../models/text-protocol.ts';
import { timeout } from '../models/timeout.ts';
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
    if (model) stream = around(lazyHook(model, name, timeouts.hookMs), stream);
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

/** Hooks are loaded with the first run that has some. */
function lazyHook(hook: ModelHook, name: string, hookMs: number | false): ModelHook {
  return async function* (request, next) {
    const { guardedHook } = await import('./on-demand.ts');
    yield* guardedHook(hook, name, hookMs)(request, next);
  };
}
