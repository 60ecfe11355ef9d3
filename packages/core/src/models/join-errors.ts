import type { Target } from '../contracts/provider.ts';
import { describeError } from '../errors/describe-error.ts';
import { isPegboardError } from '../errors/pegboard-error.ts';
import { isProviderError, ProviderError } from '../errors/provider-error.ts';
import { nameOf } from './create-target.ts';

export interface FailedTarget {
  readonly target: Target;
  readonly error: unknown;
}

/** One error for several targets, with the code of the last; a single error stays itself. It is retryable when any of them is. */
export function joinErrors(failed: readonly FailedTarget[], of: number): unknown {
  const last = failed.at(-1);
  if (!last || failed.length === 1) return last?.error;
  const { error, target } = last;
  const provider = isProviderError(error) ? error : undefined;
  const errors = failed.map((one) => one.error);
  const retryable = errors.filter((one) => isProviderError(one)).filter((one) => one.retryable);
  return new ProviderError({
    code: isPegboardError(error) ? error.code : 'provider-bug',
    what: `${failed.length} of ${of} targets failed`,
    evidence: failed.map((one) => `${nameOf(one.target)}: ${describeError(one.error)}`).join(' '),
    fix: 'Each error is in cause.errors; add a target that does not depend on the same host, or try again later',
    provider: provider?.provider ?? target.provider.name,
    model: provider?.model ?? target.model,
    status: provider?.status,
    requestId: provider?.requestId,
    rateLimits: provider?.rateLimits,
    retryable: retryable.length > 0,
    retryAfterMs: soonest(retryable),
    cause: new AggregateError(errors, 'several targets failed'),
  });
}

/** Undefined when one of them may be tried without waiting. */
function soonest(errors: readonly ProviderError[]): number | undefined {
  const waits = errors.map(({ retryAfterMs }) => retryAfterMs ?? -1);
  return errors.length > 0 && !waits.includes(-1) ? Math.min(...waits) : undefined;
}
