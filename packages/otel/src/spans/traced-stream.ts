import { context } from '@opentelemetry/api';
import type { ModelBatch, ModelRequest, Provider } from '@pegboard/core';
import { report } from '../report.ts';
import type { ChatSpan } from './chat-span.ts';

type Step = IteratorResult<ModelBatch>;

/**
 * The stream of a model with its span around it: what the provider does, such as HTTP, is done inside of the span. It hands on the promises
 * of the stream itself, which costs an agent least.
 */
export class TracedStream implements AsyncIterator<ModelBatch> {
  readonly #chat: ChatSpan;
  readonly #request: ModelRequest;
  readonly #next: Provider['stream'];
  readonly #whenOver: (() => void) | undefined;
  #inner: AsyncIterator<ModelBatch> | undefined;

  constructor(chat: ChatSpan, request: ModelRequest, next: Provider['stream'], whenOver?: () => void) {
    this.#chat = chat;
    this.#request = request;
    this.#next = next;
    this.#whenOver = whenOver;
  }

  next(): Promise<Step> {
    let step: Promise<Step>;
    try {
      // Nothing but the end comes after the finish.
      step = this.#chat.isFinished ? this.#pull() : context.with(this.#chat.context, () => this.#pull());
    } catch (error) {
      step = Promise.reject(error);
    }
    step.then(
      (made) => this.#see(made),
      (error: unknown) => this.#fail(error),
    );
    return step;
  }

  async return(): Promise<Step> {
    this.#chat.leave();
    try {
      await context.with(this.#chat.context, async () => this.#inner?.return?.());
    } finally {
      this.#whenOver?.();
    }
    return { done: true, value: undefined };
  }

  #pull(): Promise<Step> {
    this.#inner ??= this.#next(this.#request)[Symbol.asyncIterator]();
    return Promise.resolve(this.#inner.next());
  }

  #see(step: Step): void {
    try {
      if (!step.done) return this.#chat.see(step.value);
      this.#chat.over();
      this.#whenOver?.();
    } catch (error) {
      report(error);
    }
  }

  #fail(error: unknown): void {
    try {
      this.#chat.fail(error);
      this.#whenOver?.();
    } catch (failure) {
      report(failure);
    }
  }
}
