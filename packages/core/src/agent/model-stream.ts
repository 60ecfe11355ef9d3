import type { ModelHook } from '../contracts/hooks.ts';
import type { ModelBatch, ModelRequest, Target } from '../contracts/provider.ts';
import { type CallTarget, callThrough } from '../models/delegate.ts';
import { infoOf } from '../models/model-info.ts';
import { retry } from '../models/retry.ts';
import type { TextProtocolOptions } from '../models/text-protocol.ts';
import { timeout } from '../models/timeout.ts';
import type { RunConfig } from './run-config.ts';
import type { LowerOutput } from './run-output.ts';

type ModelStream = (request: ModelRequest) => AsyncIterable<ModelBatch>;

/**
 * The model with everything around it, innermost first. Around each target, also where one stands for several: deadlines, so that one which
 * hangs does not use up the time of the next, the text protocol and the output, as that target takes them. Around all: retries.
 */
export function modelStream(config: RunConfig, lowerOutput?: LowerOutput): ModelStream {
  const { timeouts, modelRetries } = config;
  const call: CallTarget = (target, request) => {
    const { provider } = target;
    let stream = around(timeout(timeouts, provider.name), (inner) => provider.stream(inner));
    const protocol = textProtocolFor(target, config);
    if (protocol)
      stream = around(
        lazy(async () => (await import('../models/text-protocol.ts')).textProtocol(protocol)),
        stream,
      );
    return (lowerOutput ? around(lowerOutput(target, protocol !== undefined), stream) : stream)(request);
  };
  let stream: ModelStream = (request) => callThrough(config, request, call);
  if (modelRetries !== false) stream = around(retry(modelRetries), stream);
  return stream;
}

/** Undefined: tools go to the model natively. */
function textProtocolFor(
  target: Target,
  { toolProtocol = 'auto', maxCallChars, repairJson }: RunConfig,
): TextProtocolOptions | undefined {
  const withoutTools = (): boolean => infoOf(target)?.capabilities?.tools === false;
  if (toolProtocol === 'native' || (toolProtocol === 'auto' && !withoutTools())) return undefined;
  return {
    ...(maxCallChars !== undefined && { maxPayloadChars: maxCallChars }),
    ...(repairJson && { repairJson }),
  };
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
