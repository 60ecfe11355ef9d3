import type { ModelHook } from '../contracts/hooks.ts';
import type { ModelBatch, ModelRequest, Provider } from '../contracts/provider.ts';
import { ProviderError } from '../errors/provider-error.ts';
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
 * request's signal aborts, whether the provider heeds the signal or not.
 */
export function timeout(options: TimeoutOptions, provider: string): ModelHook {
  return (request, next) => ({
    [Symbol.asyncIterator]: () => new TimedStream(request, next, limitsFor(request, options), provider),
  });
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

class TimedStream implements AsyncIterator<ModelBatch> {
  readonly #controller = new AbortController();
  readonly #inner: AsyncIterator<ModelBatch>;
  readonly #signal: AbortSignal;
  readonly #deadlines: Deadlines;
  readonly #where: { readonly provider: string; readonly model: string };
  #failure: { readonly error: unknown } | undefined;
  #reject: ((error: unknown) => void) | undefined;
  #whole: ReturnType<typeof setTimeout> | undefined;
  #gap: ReturnType<typeof setTimeout> | undefined;
  /** Looked at by the gap timer when it fires, so that a batch costs no timer of its own. A slow consumer is not the provider's gap. */
  #waitingSince = performance.now();
  #waiting = false;
  #answering = false;

  constructor(
    request: ModelRequest,
    next: (request: ModelRequest) => AsyncIterable<ModelBatch>,
    deadlines: Deadlines,
    provider: string,
  ) {
    this.#signal = request.signal;
    this.#deadlines = deadlines;
    this.#where = { provider, model: request.model };
    if (this.#signal.aborted) this.#fail(this.#signal.reason);
    else this.#signal.addEventListener('abort', this.#onAbort);
    this.#inner = next({ ...request, signal: this.#controller.signal })[Symbol.asyncIterator]();
    if (this.#failure) return;
    const { requestMs, firstTokenMs } = deadlines;
    if (requestMs !== false)
      this.#whole = setTimeout(() => this.#expire('the whole answer', requestMs), requestMs);
    if (firstTokenMs !== false) this.#watchGap(firstTokenMs);
  }

  next(): Promise<IteratorResult<ModelBatch>> {
    if (this.#failure) return Promise.reject(this.#failure.error);
    this.#waiting = true;
    this.#waitingSince = performance.now();
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      let step: Promise<IteratorResult<ModelBatch>>;
      try {
        step = this.#inner.next();
      } catch (error) {
        this.#close();
        return reject(error);
      }
      step.then(
        (result) => {
          if (result.done) this.#close();
          else this.#noteBatch(result.value);
          resolve(result);
        },
        (error: unknown) => {
          this.#close();
          reject(error);
        },
      );
    });
  }

  /** The consumer leaves: the provider is told by signal and by `return`, and not waited for. */
  async return(): Promise<IteratorResult<ModelBatch>> {
    this.#close();
    this.#controller.abort();
    this.#inner.return?.().then(undefined, () => undefined);
    return { done: true, value: undefined };
  }

  #noteBatch(batch: ModelBatch): void {
    this.#waiting = false;
    if (this.#answering || batch.every((event) => event.type === 'start' || event.type === 'warning')) return;
    this.#answering = true;
    clearTimeout(this.#gap);
    if (this.#deadlines.tokenMs !== false) this.#watchGap(this.#deadlines.tokenMs);
  }

  #watchGap(ms: number): void {
    const limit = this.#answering ? this.#deadlines.tokenMs : this.#deadlines.firstTokenMs;
    this.#gap = setTimeout(() => {
      if (limit === false) return;
      const idle = this.#waiting ? performance.now() - this.#waitingSince : 0;
      // Timers may fire up to a millisecond early.
      if (this.#answering && idle < limit - 1) this.#watchGap(limit - idle);
      else
        this.#expire(
          this.#answering ? 'the next piece of the answer' : 'the first piece of the answer',
          limit,
        );
    }, ms);
  }

  #expire(what: string, ms: number): void {
    const { provider, model } = this.#where;
    this.#fail(
      new ProviderError({
        code: 'timeout',
        ...this.#where,
        retryable: true,
        what: `${provider} took too long`,
        evidence: `${what} of ${model} did not come within ${ms} ms`,
        fix: 'Raise `timeouts` of the agent, or try again',
      }),
    );
  }

  readonly #onAbort = (): void => this.#fail(this.#signal.reason);

  #fail(error: unknown): void {
    this.#failure = { error };
    this.#close();
    this.#controller.abort(error);
    this.#reject?.(error);
    this.#inner?.return?.().then(undefined, () => undefined);
  }

  #close(): void {
    clearTimeout(this.#whole);
    clearTimeout(this.#gap);
    this.#signal.removeEventListener('abort', this.#onAbort);
  }
}
