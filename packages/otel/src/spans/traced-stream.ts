import { context } from '@opentelemetry/api';
import type { ModelBatch } from '@pegboard/core';
import { report } from '../report.ts';
import type { ChatSpan } from './chat-span.ts';

type Step = IteratorResult<ModelBatch>;

/**
 * The stream of a model with its span around it: what the provider does, such as HTTP, is done inside of the span. It hands on the promises
 * of the stream itself, which costs an agent least.
 */
export class TracedStream implements AsyncIterator<ModelBatch> {
  readonly #chat: ChatSpan;
  readonly #open: () => AsyncIterable<ModelBatch>;
  readonly #whenOver: (() => void) | undefined;
  #inner: AsyncIterator<ModelBatch> | undefined;

  constructor(chat: ChatSpan, open: () => AsyncIterable<ModelBatch>, whenOver: (() => void) | undefined) {
    this.#chat = chat;
    this.#open = open;
    this.#whenOver = whenOver;
  }

  next(): Promise<Step> {
    let step: Promise<Step>;
    try {
      // Nothing but the end comes after the finish.
      step = this.#chat.isFinished ? this.#pull() : context.with(this.#chat.context, this.#pull);
    } catch (error) {
      step = Promise.reject(error);
    }
    step.then(this.#see, this.#fail);
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

  readonly #pull = (): Promise<Step> =>
    Promise.resolve((this.#inner ??= this.#open()[Symbol.asyncIterator]()).next());

  readonly #see = (step: Step): void => {
    try {
      if (!step.done) return this.#chat.see(step.value);
      this.#chat.over();
      this.#whenOver?.();
    } catch (error) {
      report(error);
    }
  };

  readonly #fail = (error: unknown): void => {
    try {
      this.#chat.fail(error);
      this.#whenOver?.();
    } catch (failure) {
      report(failure);
    }
  };
}
