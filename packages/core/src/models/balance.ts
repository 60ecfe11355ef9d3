import type { ModelBatch, ModelRequest, Target } from '../contracts/provider.ts';
import { checkOptions, type OptionNames } from '../errors/check-options.ts';
import { ConfigError } from '../errors/config-error.ts';
import type { ErrorCode } from '../errors/pegboard-error.ts';
import { isProviderError, ProviderError } from '../errors/provider-error.ts';
import { describeValue } from '../schema/describe-value.ts';
import { announceMove } from './announce-move.ts';
import { commonInfo } from './common-info.ts';
import { checkTargets, createTarget } from './create-target.ts';
import type { CallTarget } from './delegate.ts';
import { type BalanceStrategy, createPicker, type Picker, type Slot, strategies } from './pick-slot.ts';
import { shows, targetAnswer } from './target-answer.ts';

export interface BalanceOptions {
  /**
   * Default `round-robin`. `least-busy`: the fewest calls under way. `weighted`: by turns, as often as `weights` says. `random`: each as
   * likely as any other.
   */
  readonly strategy?: BalanceStrategy;
  /** For `weighted`: one positive number for each target, in their order. Default: all 1. */
  readonly weights?: readonly number[];
  /**
   * Milliseconds in which a target is not asked after `authentication` or `payment`, and after a `rate-limit` whose host did not say how
   * long; default 30,000.
   */
  readonly coolDownMs?: number;
  /**
   * When all are cooling down: `reject`, the default, with a `rate-limit` that says when the first is free, or `try` the one that is free
   * first.
   */
  readonly whenCooling?: 'reject' | 'try';
  /** At least 0, below 1; default `Math.random`. */
  readonly random?: () => number;
  /** Milliseconds of a clock that never goes back; default `performance.now`. */
  readonly now?: () => number;
}

const optionNames: OptionNames<BalanceOptions> = {
  strategy: true,
  weights: true,
  coolDownMs: true,
  whenCooling: true,
  random: true,
  now: true,
};

/**
 * One target that spreads its calls over several, such as the same model with different keys. One that ran into a rate limit, or whose key
 * or account failed, is left alone for a while; if nothing of the answer was handed on, another that is free is asked at once, which a
 * `warning` event of code `fallback` tells. What it knows of its targets it knows in this process only. Throws `ConfigError` for options
 * out of range.
 */
export function balance(targets: readonly Target[], options: BalanceOptions = {}): Target {
  const all = checkTargets('balance', targets);
  checkOptions('balance', options, optionNames);
  const balancer = createBalancer(all, options);
  return createTarget({
    kind: 'balance',
    targets: all,
    info: (model) => commonInfo(model, all),
    delegate: (request, call) => answer(balancer, request, call),
  });
}

interface Balancer {
  readonly slots: readonly Slot[];
  readonly pick: Picker;
  readonly coolDownMs: number;
  readonly whenCooling: 'reject' | 'try';
  readonly now: () => number;
}

function createBalancer(targets: readonly Target[], options: BalanceOptions): Balancer {
  const { strategy = 'round-robin', weights = targets.map(() => 1), coolDownMs = 30_000 } = options;
  const { whenCooling = 'reject', random = Math.random, now = () => performance.now() } = options;
  check('strategy', strategy, strategies.includes(strategy), strategies.join(' or '));
  check('coolDownMs', coolDownMs, coolDownMs >= 0, 'a number of at least 0');
  check('whenCooling', whenCooling, ['reject', 'try'].includes(whenCooling), 'reject or try');
  const fits =
    weights.length === targets.length && weights.every((weight) => weight > 0 && weight < Infinity);
  check('weights', weights, fits, `${targets.length} positive numbers, one for each target`);
  const slots = targets.map((target, position): Slot => ({
    target,
    position,
    weight: weights[position] ?? 1,
    credit: 0,
    busy: 0,
    freeAt: -Infinity,
    failure: undefined,
  }));
  return { slots, pick: createPicker(strategy, slots.length, random), coolDownMs, whenCooling, now };
}

function check(name: string, value: unknown, fits: boolean, wanted: string): void {
  if (fits) return;
  throw new ConfigError({
    what: `\`${name}\` of balance must be ${wanted}`,
    evidence: `It is ${describeValue(value)}`,
  });
}

async function* answer(
  balancer: Balancer,
  request: ModelRequest,
  call: CallTarget,
): AsyncGenerator<ModelBatch> {
  const tried = new Set<Slot>();
  for (let slot = firstSlot(balancer, request); ;) {
    let shown = false;
    tried.add(slot);
    try {
      for await (const batch of answerOf(slot, request, call)) {
        shown ||= shows(batch);
        yield batch;
      }
      return;
    } catch (error) {
      request.signal.throwIfAborted();
      if (!coolDown(balancer, slot, error) || shown) throw error;
      const next = freeSlot(balancer, tried);
      if (!next) throw tried.size > 1 ? allCooling(balancer, request) : error;
      yield [announceMove(slot.target, next.target, error)];
      slot = next;
    }
  }
}

async function* answerOf(slot: Slot, request: ModelRequest, call: CallTarget): AsyncGenerator<ModelBatch> {
  slot.busy++;
  try {
    yield* targetAnswer(slot.target, request, call);
  } finally {
    slot.busy--;
  }
}

/** Failures that are those of one key or account. */
const cooling: ReadonlySet<ErrorCode> = new Set(['rate-limit', 'authentication', 'payment']);

/** False when the failure is none that time, or another key, would heal. */
function coolDown({ coolDownMs, now }: Balancer, slot: Slot, error: unknown): boolean {
  if (!isProviderError(error) || !cooling.has(error.code)) return false;
  const ms = error.code === 'rate-limit' ? (error.retryAfterMs ?? coolDownMs) : coolDownMs;
  slot.freeAt = Math.max(slot.freeAt, now() + ms);
  slot.failure = error;
  return true;
}

function freeSlot({ slots, pick, now }: Balancer, tried?: ReadonlySet<Slot>): Slot | undefined {
  const time = now();
  const free = slots.filter((slot) => slot.freeAt <= time && !tried?.has(slot));
  return free.length > 0 ? pick(free) : undefined;
}

function firstSlot(balancer: Balancer, request: ModelRequest): Slot {
  const slot = freeSlot(balancer) ?? (balancer.whenCooling === 'try' ? soonestFree(balancer) : undefined);
  if (!slot) throw allCooling(balancer, request);
  return slot;
}

function soonestFree({ slots }: Balancer): Slot | undefined {
  return slots.toSorted((a, b) => a.freeAt - b.freeAt)[0];
}

/** A limit that passes, if any of them ran into one; else what is wrong with the keys. */
function allCooling(balancer: Balancer, { model }: ModelRequest): ProviderError {
  const { slots, now } = balancer;
  const first = soonestFree(balancer);
  const limited = slots.find(({ failure }) => failure?.code === 'rate-limit');
  const failure = limited?.failure ?? first?.failure;
  const ms = Math.max(0, Math.ceil((first?.freeAt ?? 0) - now()));
  return new ProviderError({
    code: failure?.code ?? 'rate-limit',
    what: `All ${slots.length} targets of balance are cooling down`,
    evidence: `The first is free in ${ms} ms; ${failure?.message ?? ''}`,
    fix: limited ? 'Wait that long, or add another key' : 'Check the keys and their accounts',
    provider: failure?.provider ?? 'balance',
    model: failure?.model ?? model,
    status: failure?.status,
    retryable: limited !== undefined,
    retryAfterMs: ms,
    cause: failure,
  });
}
