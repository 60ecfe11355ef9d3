import type { ModelHook } from '../contracts/hooks.ts';
import type { ModelBatch, ModelRequest, ModelWarning, Provider } from '../contracts/provider.ts';
import { ConfigError } from '../errors/config-error.ts';
import { describeError } from '../errors/describe-error.ts';
import { isProviderError } from '../errors/provider-error.ts';
import { BeginIteration } from '../lib/begin-iteration.ts';
import { delay } from '../lib/deadline.ts';
import { leave } from '../lib/leave.ts';
import { pull, Pulled, type Reject, type Resolve } from '../lib/pulled.ts';
import { wrapProvider } from './wrap-provider.ts';

export interface RetryOptions {
  /** Tries after the first; default 2. */
  readonly retries?: number;
  /** Milliseconds; the backoff before retry n is random between 0 and `minDelayMs · 2ⁿ⁻¹`; default 500. */
  readonly minDelayMs?: number;
  /** Most milliseconds of backoff; default 8,000. */
  readonly maxDelayMs?: number;
  /** Most milliseconds that a host's retry-after is obeyed; when it asks for more, the call fails at once. Default 60,000. */
  readonly maxRetryAfterMs?: number;
  /** Try again though a part of the answer was handed on: the consumer sees that part twice. Default false. */
  readonly afterOutput?: boolean;
}

/**
 * Around-function that repeats a failed model call: what its `ProviderError` calls retryable (408, 409, 429, 5xx, 529, network, timeout).
 * Waits as long as the host asks, else exponentially with full jitter. Each wait is announced by a `warning` event with code `retry`.
 */
export function retry(options: RetryOptions = {}): ModelHook {
  const {
    retries = 2,
    minDelayMs = 500,
    maxDelayMs = 8_000,
    maxRetryAfterMs = 60_000,
    afterOutput = false,
  } = options;
  const numbers = { retries, minDelayMs, maxDelayMs, maxRetryAfterMs };
  for (const [key, value] of Object.entries(numbers)) {
    if (!(value >= 0))
      throw new ConfigError({
        what: `Retry option ${key} must be a number of at least 0`,
        evidence: `it is ${value}`,
      });
  }
  const waitMs: WaitMs = (error, attempt) => {
    if (!isProviderError(error) || !error.retryable || attempt > retries) return undefined;
    const asked = error.retryAfterMs;
    if (asked !== undefined) return asked <= maxRetryAfterMs ? asked : undefined;
    return Math.random() * Math.min(maxDelayMs, minDelayMs * 2 ** (attempt - 1));
  };
  return (request, next) => new BeginIteration(() => new RetriedStream(request, next, waitMs, afterOutput));
}

/** The provider with `retry` around its calls. */
export function withRetry(provider: Provider, options?: RetryOptions): Provider {
  return wrapProvider(provider, retry(options));
}

type WaitMs = (error: unknown, attempt: number) => number | undefined;

/** Once a part of the answer is handed on, and no try will follow it, the rest goes straight through. */
class RetriedStream extends Pulled<ModelBatch> {
  readonly #request: ModelRequest;
  readonly #next: Provider['stream'];
  readonly #waitMs: WaitMs;
  readonly #afterOutput: boolean;
  #inner: AsyncIterator<ModelBatch> | undefined;
  #attempt = 0;
  #waits = 0;
  #delivered = false;

  constructor(request: ModelRequest, next: Provider['stream'], waitMs: WaitMs, afterOutput: boolean) {
    super();
    this.#request = request;
    this.#next = next;
    this.#waitMs = waitMs;
    this.#afterOutput = afterOutput;
  }

  pull(resolve: Resolve<ModelBatch>, reject: Reject): void {
    if (this.#inner && this.#isThrough()) return pull(this.#inner, resolve, reject);
    const { signal } = this.#request;
    const fail = (error: unknown): void => {
      if (signal.aborted) return reject(signal.reason);
      const ms = this.#isThrough() ? undefined : this.#waitMs(error, this.#attempt);
      if (ms === undefined) return reject(error);
      this.#inner = undefined;
      this.#waits = ms;
      resolve({ done: false, value: [announce(error, this.#attempt, ms)] });
    };
    const take: Resolve<ModelBatch> = (step) => {
      try {
        this.#delivered ||=
          !step.done && step.value.some(({ type }) => type !== 'start' && type !== 'warning');
        resolve(step);
      } catch (error) {
        fail(error);
      }
    };
    const read = (): void => {
      try {
        pull((this.#inner ??= this.#begin()), take, fail);
      } catch (error) {
        fail(error);
      }
    };
    if (this.#inner || this.#attempt === 0) read();
    else delay(this.#waits, signal).then(read, reject);
  }

  leave(): void {
    leave(this.#inner);
  }

  #isThrough(): boolean {
    return this.#delivered && !this.#afterOutput;
  }

  #begin(): AsyncIterator<ModelBatch> {
    this.#attempt++;
    this.#delivered = false;
    return this.#next(this.#request)[Symbol.asyncIterator]();
  }
}

function announce(error: unknown, attempt: number, ms: number): ModelWarning {
  const wait = Math.round(ms);
  const message = `${describeError(error)} Trying again in ${wait} ms.`;
  return { type: 'warning', code: 'retry', message, details: { attempt, delayMs: wait } };
}
