import type { RunResult } from '../contracts/run-result.ts';
import { type ErrorText, isPegboardError, PegboardError } from './pegboard-error.ts';

/** A run failed. `result` holds everything done so far; `agent.resume(error.result.state)` goes on from there. */
export class RunError extends PegboardError {
  readonly result: RunResult;

  constructor(text: ErrorText, result: RunResult) {
    super(text);
    this.name = 'RunError';
    this.result = result;
  }
}

/** True for a `RunError` of any copy of this package. */
export function isRunError(value: unknown): value is RunError {
  return isPegboardError(value) && 'result' in value;
}
