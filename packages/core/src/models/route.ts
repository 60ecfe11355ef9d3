import type { Awaitable } from '../contracts/json.ts';
import type { ModelBatch, ModelRequest, Target } from '../contracts/provider.ts';
import { checkOptions } from '../errors/check-options.ts';
import { ConfigError } from '../errors/config-error.ts';
import { describeValue } from '../schema/describe-value.ts';
import { askFunction } from './ask-function.ts';
import { widestInfo } from './common-info.ts';
import { checkTargets, createTarget, isTarget } from './create-target.ts';
import type { CallTarget } from './delegate.ts';
import { routeAuto } from './route-auto.ts';
import { targetAnswer } from './target-answer.ts';

export interface RouteOptions {
  /**
   * Those that it may choose, so that what the models can do is known: what some of them can, `auto` modes take as possible. Default:
   * nothing is known.
   */
  readonly targets?: readonly Target[];
  /** Milliseconds that the function may take; default 30,000. */
  readonly timeoutMs?: number | false;
}

/**
 * One target that asks a function, before each model call, which target takes it. A call rejects with code `hook` when the function throws
 * or takes too long, and with `ConfigError` when it gives no target.
 */
function routeBy(choose: (request: ModelRequest) => Awaitable<Target>, options: RouteOptions = {}): Target {
  checkOptions('route', options, { targets: true, timeoutMs: true });
  const { targets = [], timeoutMs = 30_000 } = options;
  if (typeof choose !== 'function')
    throw new ConfigError({
      what: 'route needs a function',
      evidence: `It was given ${describeValue(choose)}`,
      fix: 'Pass (request) => target, or use route.auto',
    });
  const known = targets.length > 0 ? checkTargets('route', targets) : [];
  async function* delegate(request: ModelRequest, call: CallTarget): AsyncGenerator<ModelBatch> {
    const limits = { ms: timeoutMs, signal: request.signal };
    const target = await askFunction('The function of route', () => choose(request), limits);
    if (!isTarget(target)) throw noTarget(target);
    yield* targetAnswer(target, request, call);
  }
  return createTarget({
    kind: 'route',
    targets: known,
    info: (model) => widestInfo(model, known),
    delegate,
  });
}

/** Chooses a target for each model call: by a function, or by `route.auto` from what the call needs. */
export const route: typeof routeBy & { readonly auto: typeof routeAuto } = Object.assign(routeBy, {
  auto: routeAuto,
});

function noTarget(given: unknown): ConfigError {
  return new ConfigError({
    what: 'The function of route gave no target',
    evidence: `It gave ${describeValue(given)}`,
    fix: "Return { provider, model } for every request, such as { provider: openai(), model: 'gpt-6-astra' }",
  });
}
