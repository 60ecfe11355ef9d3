import type { ModelHook } from '../contracts/hooks.ts';
import type { ModelBatch, ModelRequest, Provider } from '../contracts/provider.ts';
import { describeError } from '../errors/describe-error.ts';
import { isPegboardError } from '../errors/pegboard-error.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { BeginIteration } from '../lib/begin-iteration.ts';
import { type Deadline, type Deadlines, deadlinesOf } from '../lib/deadlines.ts';
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

interface TimeLimits {
  readonly requestMs: number | false;
  readonly firstTokenMs: number | false;
  readonly tokenMs: number | false;
}

/** A one-shot answer comes as one batch when the model is done, which may take minutes: it has only the limit on the whole. */
function limitsFor({ deltas }: ModelRequest, options: TimeoutOptions): TimeLimits {
  if (!deltas) return { requestMs: options.requestMs ?? 600_000, firstTokenMs: false, tokenMs: false };
  const { requestMs = false, firstTokenMs = 30_000, tokenMs = 30_000 } = options;
  return { requestMs, firstTokenMs, tokenMs };
}

class TimedStream extends Pulled<ModelBatch> implements Deadline {
  readonly #controller = new AbortController();
  #inner: AsyncIterator<ModelBatch> | undefined;
  readonly #signal: AbortSignal;
  readonly #limits: TimeLimits;
  readonly #deadlines: Deadlines;
  readonly #where: { readonly provider: string; readonly model: string };
  #failure: { readonly error: unknown } | undefined;
  /** Of the reader that waits. */
  #resolve: Resolve<ModelBatch> | undefined;
  #reject: Reject | undefined;
  #gap: Deadline | undefined;
  /** Looked at when the time for a gap is up, so that a batch costs no timer of its own. A slow consumer is not the provider's gap. */
  #waitingSince = performance.now();
  #answering = false;

  constructor(request: ModelRequest, next: Provider['stream'], limits: TimeLimits, provider: string) {
    super();
    this.#signal = request.signal;
    this.#deadlines = deadlinesOf(this.#signal);
    this.#limits = limits;
    this.#where = { provider, model: request.model };
    if (this.#signal.aborted) this.#fail(this.#signal.reason);
    else this.#open(request, next);
  }

  #open(request: ModelRequest, next: Provider['stream']): void {
    const { requestMs, firstTokenMs } = this.#limits;
    this.#deadlines.begin(this, requestMs);
    try {
      this.#inner = next({ ...request, signal: this.#controller.signal })[Symbol.asyncIterator]();
    } catch (error) {
      return this.#onError(error);
    }
    if (firstTokenMs !== false && !this.#failure) this.#watchGap(firstTokenMs);
  }

  expire(): void {
    this.#expire('the whole answer', Number(this.#limits.requestMs));
  }

  abort(reason: unknown): void {
    this.#fail(reason);
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
    const { firstTokenMs, tokenMs } = this.#limits;
    // The time that runs may be up too early, not too late.
    if (firstTokenMs !== false && tokenMs !== false && tokenMs >= firstTokenMs) return;
    if (this.#gap) this.#deadlines.end(this.#gap);
    if (tokenMs !== false) this.#watchGap(tokenMs);
  }

  #watchGap(ms: number): void {
    this.#gap ??= { expire: this.#onGap, abort: () => {} };
    this.#deadlines.begin(this.#gap, ms);
  }

  readonly #onGap = (): void => {
    const limit = this.#answering ? this.#limits.tokenMs : this.#limits.firstTokenMs;
    if (limit === false) return;
    const idle = this.#resolve ? performance.now() - this.#waitingSince : 0;
    // Timers may fire up to a millisecond early.
    if (this.#answering && idle < limit - 1) this.#watchGap(limit - idle);
    else this.#expire(`the ${this.#answering ? 'next' : 'first'} piece of the answer`, limit);
  };

  #expire(what: string, ms: number): void {
    const evidence = `${what} of ${this.#where.model} did not come within ${ms} ms`;
    this.#fail(
      this.#error('timeout', 'took too long', evidence, 'Raise `timeouts` of the agent, or try again'),
    );
  }

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
    this.#deadlines.end(this);
    if (this.#gap) this.#deadlines.end(this.#gap);
  }
}
