import type { ModelHook } from '../contracts/hooks.ts';
import type { ModelBatch, ModelRequest, Provider } from '../contracts/provider.ts';
import { describeError } from '../errors/describe-error.ts';
import { isPegboardError } from '../errors/pegboard-error.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { BeginIteration } from '../lib/begin-iteration.ts';
import { maxTimerMs } from '../lib/deadline.ts';
import { leave } from '../lib/leave.ts';
import { pull, Pulled, type Reject, type Resolve } from '../lib/pulled.ts';
import { wrapProvider } from './wrap-provider.ts';

export interface TimeoutOptions {
  /** Milliseconds for the whole call; default 600,000 for calls without deltas, none for the others. */
  readonly requestMs?: number | false;
  /** Milliseconds to the first event of the answer, for calls with deltas; default 30,000. */
  readonly firstTokenMs?: number | false;
  /** Milliseconds between two batches of events, for calls with deltas; default 30,000. */
  readonly tokenMs?: number | false;
}

/**
 * Around-function that ends a model call which takes too long, with a retryable `ProviderError` of code `timeout`, and at once when the
 * request's signal aborts, whether the provider heeds the signal or not. What a provider must not do, such as throwing a string, becomes a
 * `ProviderError` of code `provider-bug`.
 */
export function timeout(options: TimeoutOptions, provider: string): ModelHook {
  return (request, next) =>
    new BeginIteration(() => new TimedStream(request, next, limitsFor(request, options), provider));
}

/** The provider with `timeout` around its calls. */
export function withTimeout(provider: Provider, options: TimeoutOptions = {}): Provider {
  return wrapProvider(provider, timeout(options, provider.name));
}

interface Deadlines {
  readonly requestMs: number | false;
  readonly firstTokenMs: number | false;
  readonly tokenMs: number | false;
}

/** A one-shot answer comes as one batch when the model is done, which may take minutes: it has only the limit on the whole. */
function limitsFor({ deltas }: ModelRequest, options: TimeoutOptions): Deadlines {
  if (!deltas) return { requestMs: options.requestMs ?? 600_000, firstTokenMs: false, tokenMs: false };
  const { requestMs = false, firstTokenMs = 30_000, tokenMs = 30_000 } = options;
  return { requestMs, firstTokenMs, tokenMs };
}

class TimedStream extends Pulled<ModelBatch> {
  readonly #controller = new AbortController();
  #inner: AsyncIterator<ModelBatch> | undefined;
  readonly #signal: AbortSignal;
  readonly #deadlines: Deadlines;
  readonly #where: { readonly provider: string; readonly model: string };
  #failure: { readonly error: unknown } | undefined;
  /** Of the reader that waits. */
  #resolve: Resolve<ModelBatch> | undefined;
  #reject: Reject | undefined;
  #whole: ReturnType<typeof setTimeout> | undefined;
  #gap: ReturnType<typeof setTimeout> | undefined;
  /** Looked at by the gap timer when it fires, so that a batch costs no timer of its own. A slow consumer is not the provider's gap. */
  #waitingSince = performance.now();
  #answering = false;

  constructor(request: ModelRequest, next: Provider['stream'], deadlines: Deadlines, provider: string) {
    super();
    this.#signal = request.signal;
    this.#deadlines = deadlines;
    this.#where = { provider, model: request.model };
    if (this.#signal.aborted) this.#onAbort();
    else this.#open(request, next);
  }

  #open(request: ModelRequest, next: Provider['stream']): void {
    const { requestMs, firstTokenMs } = this.#deadlines;
    this.#signal.addEventListener('abort', this.#onAbort);
    try {
      this.#inner = next({ ...request, signal: this.#controller.signal })[Symbol.asyncIterator]();
    } catch (error) {
      return this.#onError(error);
    }
    if (requestMs !== false) {
      const expire = (): void => this.#expire('the whole answer', requestMs);
      this.#whole = setTimeout(expire, Math.min(requestMs, maxTimerMs));
    }
    if (firstTokenMs !== false) this.#watchGap(firstTokenMs);
  }

  pull(resolve: Resolve<ModelBatch>, reject: Reject): void {
    const inner = this.#inner;
    if (this.#failure || !inner) return reject(this.#failure?.error);
    this.#waitingSince = performance.now();
    this.#resolve = resolve;
    this.#reject = reject;
    pull(inner, this.#onStep, this.#onError);
  }

  /** The consumer leaves: the provider is told by signal and by `return`, and not waited for. */
  leave(): void {
    this.#close();
    this.#controller.abort();
    leave(this.#inner);
  }

  readonly #onStep = (step: IteratorResult<ModelBatch>): void => {
    const resolve = this.#resolve;
    if (!resolve) return;
    if (step.done) this.#close();
    else if (Array.isArray(step.value) && step.value.every(Boolean)) this.#noteBatch(step.value);
    else return this.#onError(`it yielded ${typeof step.value}, not an array of events`);
    this.#resolve = this.#reject = undefined;
    resolve(step);
  };

  /** Whatever a provider throws, it is a `ProviderError` from here on. */
  readonly #onError = (error: unknown): void => {
    const fix = 'Report it to its author; testProvider of @pegboard/testing shows such faults';
    const what = 'failed as no provider should';
    this.#fail(
      isPegboardError(error) ? error : this.#error('provider-bug', what, describeError(error), fix, error),
    );
  };

  #noteBatch(batch: ModelBatch): void {
    if (this.#answering || batch.every(({ type }) => type === 'start' || type === 'warning')) return;
    this.#answering = true;
    const { firstTokenMs, tokenMs } = this.#deadlines;
    // The timer that runs may fire too early, not too late.
    if (firstTokenMs !== false && tokenMs !== false && tokenMs >= firstTokenMs) return;
    clearTimeout(this.#gap);
    if (tokenMs !== false) this.#watchGap(tokenMs);
  }

  #watchGap(ms: number): void {
    this.#gap = setTimeout(
      () => {
        const limit = this.#answering ? this.#deadlines.tokenMs : this.#deadlines.firstTokenMs;
        if (limit === false) return;
        const idle = this.#resolve ? performance.now() - this.#waitingSince : 0;
        // Timers may fire up to a millisecond early.
        if (this.#answering && idle < limit - 1) this.#watchGap(limit - idle);
        else this.#expire(`the ${this.#answering ? 'next' : 'first'} piece of the answer`, limit);
      },
      Math.min(ms, maxTimerMs),
    );
  }

  #expire(what: string, ms: number): void {
    const evidence = `${what} of ${this.#where.model} did not come within ${ms} ms`;
    this.#fail(
      this.#error('timeout', 'took too long', evidence, 'Raise `timeouts` of the agent, or try again'),
    );
  }

  readonly #onAbort = (): void => this.#fail(this.#signal.reason);

  #fail(error: unknown): void {
    if (this.#failure) return;
    this.#failure = { error };
    this.#close();
    this.#controller.abort(error);
    this.#reject?.(error);
    this.#resolve = this.#reject = undefined;
    leave(this.#inner);
  }

  #error(
    code: 'timeout' | 'provider-bug',
    what: string,
    evidence: string,
    fix: string,
    cause?: unknown,
  ): ProviderError {
    const retryable = code === 'timeout';
    what = `${this.#where.provider} ${what}`;
    return new ProviderError({ code, ...this.#where, retryable, what, evidence, fix, cause });
  }

  #close(): void {
    clearTimeout(this.#whole);
    clearTimeout(this.#gap);
    this.#signal.removeEventListener('abort', this.#onAbort);
  }
}
