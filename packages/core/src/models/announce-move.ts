import type { ModelWarning, Target } from '../contracts/provider.ts';
import { describeError } from '../errors/describe-error.ts';
import { isPegboardError } from '../errors/pegboard-error.ts';
import { nameOf } from './create-target.ts';

/** Tells that another target is asked, and why. */
export function announceMove(from: Target, to: Target, error: unknown): ModelWarning {
  const details = {
    from: nameOf(from),
    to: nameOf(to),
    error: isPegboardError(error) ? error.code : 'provider-bug',
  };
  const message = `${describeError(error)} Asking ${details.to} instead of ${details.from}.`;
  return { type: 'warning', code: 'fallback', message, details };
}
