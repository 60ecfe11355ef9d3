import type { ModelBatch, ModelEvent, ModelRequest, ModelWarning, Target } from '../contracts/provider.ts';
import type { Usage } from '../contracts/usage.ts';
import { checkOptions } from '../errors/check-options.ts';
import { ConfigError } from '../errors/config-error.ts';
import { type ErrorCode, isPegboardError } from '../errors/pegboard-error.ts';
import { isProviderError, ProviderError } from '../errors/provider-error.ts';
import { announceMove } from './announce-move.ts';
import { askFunction } from './ask-function.ts';
import { commonInfo } from './common-info.ts';
import { checkTargets, createTarget } from './create-target.ts';
import type { CallTarget } from './delegate.ts';
import { type FailedTarget, joinErrors } from './join-errors.ts';
import { shows, targetAnswer } from './target-answer.ts';
import { addUsage } from './usage.ts';

export interface FallbackOptions {
  /**
   * The failures after which the next target is asked: their codes, or a function of the error. Default: every retryable one, and
   * `payment`, `not-found`, `invalid-response` and `provider-bug`; not wrong keys and refused requests, which should be seen.
   */
  readonly on?: readonly ErrorCode[] | ((error: unknown) => boolean);
  /**
   * Go on to the next target also when a part of the answer was handed on: a `warning` with code `retry` then says that it is void, and the
   * answer begins anew. Default false: the call fails.
   */
  readonly restart?: boolean;
}

/**
 * One target that asks the given ones in turn until one answers; each move is told by a `warning` event with code `fallback`. Usable
 * wherever a provider and a model are: `new Agent({ ...withFallback([first, second]), tools })`. Of its models it says only what all of
 * them can do. When all fail it rejects with the last error's code, all errors in the message and in `cause`. Throws `ConfigError` when
 * the list is empty or holds no targets.
 */
export function withFallback(targets: readonly Target[], options: FallbackOptions = {}): Target {
  checkOptions('withFallback', options, { on: true, restart: true });
  const plan: Plan = {
    targets: checkTargets('withFallback', targets),
    moves: ruleOf(options.on),
    restart: options.restart ?? false,
  };
  return createTarget({
    kind: 'fallback',
    targets: plan.targets,
    info: (model) => commonInfo(model, plan.targets),
    delegate: (request, call) => answer(plan, request, call),
  });
}

interface Plan {
  readonly targets: readonly Target[];
  readonly moves: MoveRule;
  readonly restart: boolean;
}

async function* answer(
  { targets, moves, restart }: Plan,
  request: ModelRequest,
  call: CallTarget,
): AsyncGenerator<ModelBatch> {
  const failed: FailedTarget[] = [];
  let spent: Usage | undefined;
  for (const [position, target] of targets.entries()) {
    let shown = false;
    try {
      for await (const batch of targetAnswer(target, request, call)) {
        const end = batch.at(-1);
        if (end?.type === 'finish') {
          const usage = spent ? addUsage(spent, end.usage ?? {}) : end.usage;
          if (end.finish?.unified === 'error') {
            spent = usage;
            throw answerFailed(target, end);
          }
          yield [...batch.slice(0, -1), { ...end, usage }];
        } else {
          shown ||= shows(batch);
          yield batch;
        }
      }
      return;
    } catch (error) {
      request.signal.throwIfAborted();
      failed.push({ target, error });
      const next = targets[position + 1];
      const mayMove = next && (!shown || restart) && (await moves(error, request.signal));
      if (!mayMove) throw joinErrors(failed, targets.length);
      const move = announceMove(target, next, error);
      yield shown ? [move, startedAnew] : [move];
    }
  }
}

/** `retry` is what makes a run forget the deltas that came before it. */
const startedAnew: ModelWarning = {
  type: 'warning',
  code: 'retry',
  message: 'The answer begins anew: what came of it so far is void.',
  details: { restarted: true },
};

function answerFailed(
  { provider, model }: Target,
  { finish: { raw = 'error' } }: Extract<ModelEvent, { type: 'finish' }>,
): ProviderError {
  return new ProviderError({
    code: 'invalid-response',
    provider: provider.name,
    model,
    retryable: false,
    what: 'The model ended its answer with an error',
    evidence: `Finish reason ${raw} of ${model}`,
    fix: 'Ask again, or use another model',
  });
}

type MoveRule = (error: unknown, signal: AbortSignal) => Promise<boolean>;

const besidesRetryable: ReadonlySet<ErrorCode> = new Set([
  'payment',
  'not-found',
  'invalid-response',
  'provider-bug',
]);

function ruleOf(on: FallbackOptions['on']): MoveRule {
  if (on === undefined)
    return async (error) => isProviderError(error) && (error.retryable || besidesRetryable.has(error.code));
  if (typeof on === 'function')
    return (error, signal) => askFunction('`on` of withFallback', () => on(error), { ms: false, signal });
  if (!Array.isArray(on))
    throw new ConfigError({
      what: 'withFallback cannot tell which failures move on',
      evidence: '`on` is neither a list of codes nor a function',
      fix: "Pass, say, { on: ['rate-limit', 'overloaded'] }",
    });
  const codes = new Set<ErrorCode>(on);
  return async (error) => isPegboardError(error) && codes.has(error.code);
}
