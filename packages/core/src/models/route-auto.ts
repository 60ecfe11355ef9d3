import type { ModelBatch, ModelInfo, ModelRequest, Target } from '../contracts/provider.ts';
import { checkOptions } from '../errors/check-options.ts';
import { ConfigError } from '../errors/config-error.ts';
import { describeValue } from '../schema/describe-value.ts';
import { widestInfo } from './common-info.ts';
import { checkTargets, createTarget, nameOf } from './create-target.ts';
import type { CallTarget } from './delegate.ts';
import { createSpeedometer } from './measure-speed.ts';
import { infoOf } from './model-info.ts';
import { compareNeeds, joinNeeds, type Need, type Needs, needsOf } from './needs.ts';
import { targetAnswer } from './target-answer.ts';
import { ratesOf } from './usage.ts';

export interface RouteAutoOptions {
  readonly targets: readonly Target[];
  /** Besides what each request needs by itself. */
  readonly needs?: Needs;
  /**
   * Among those that fit: `quality`, the default, takes the first in the list; `cost` the cheapest at three tokens in for one out, unknown
   * prices last; `speed` the quickest as measured so far, the untried first.
   */
  readonly prefer?: 'cost' | 'speed' | 'quality';
  /** Milliseconds of a clock that never goes back, for `speed`; default `performance.now`. */
  readonly now?: () => number;
}

/**
 * One target that sends each call to the best of those that can take it: tools, images, audio, documents, a JSON schema, its length. A
 * target is left out only for what its provider knows that it lacks; where something is not known it comes after those that surely fit. A
 * call that none can take rejects with a `ConfigError` that says what each lacks.
 */
export function routeAuto(options: RouteAutoOptions): Target {
  checkOptions('route.auto', options, { targets: true, needs: true, prefer: true, now: true });
  const { needs = {}, prefer = 'quality', now = () => performance.now() } = options;
  const targets = checkTargets('route.auto', options.targets);
  if (!['cost', 'speed', 'quality'].includes(prefer))
    throw new ConfigError({
      what: '`prefer` of route.auto must be cost, speed or quality',
      evidence: `It is ${describeValue(prefer)}`,
    });
  const speed = createSpeedometer(now);
  const rank = (target: Target): number =>
    prefer === 'cost' ? blendedPrice(infoOf(target)) : prefer === 'speed' ? speed.expectedMs(target) : 0;
  async function* delegate(request: ModelRequest, call: CallTarget): AsyncGenerator<ModelBatch> {
    const target = best(targets, joinNeeds(needsOf(request), needs), rank);
    const stream = targetAnswer(target, request, call);
    yield* prefer === 'speed' ? speed.measured(target, stream, request.signal) : stream;
  }
  return createTarget({ kind: 'route', targets, info: (model) => widestInfo(model, targets), delegate });
}

function best(targets: readonly Target[], needs: Needs, rank: (target: Target) => number): Target {
  const judged = targets.map((target) => ({ target, ...compareNeeds(needs, infoOf(target)) }));
  const [first] = judged
    .filter(({ lacks }) => lacks.length === 0)
    .map((one) => ({ ...one, rank: rank(one.target) }))
    .toSorted((a, b) => Number(a.unknown.length > 0) - Number(b.unknown.length > 0) || a.rank - b.rank);
  if (first) return first.target;
  throw new ConfigError({
    what: 'No target of route.auto can take this request',
    evidence: judged
      .map(({ target, lacks }) => `${nameOf(target)} lacks ${described(lacks, needs)}`)
      .join('; '),
    fix: 'Add a target that can, or ask for less',
  });
}

function described(lacks: readonly Need[], needs: Needs): string {
  return lacks.map((need) => (typeof needs[need] === 'number' ? `${needs[need]} ${need}` : need)).join(', ');
}

/** Dollars per million tokens at three in for one out, for requests of usual length. */
function blendedPrice(info: ModelInfo | undefined): number {
  if (!info?.price) return Number.MAX_VALUE;
  const { input, output } = ratesOf(info.price, 0);
  return (3 * input + output) / 4;
}
