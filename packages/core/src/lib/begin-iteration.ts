/** Begins anew with each reader. A class, because a literal with a computed key is made slowly, and there is one on each step of a call. */
export class BeginIteration<T> implements AsyncIterable<T> {
  readonly #begin: () => AsyncIterator<T>;

  constructor(begin: () => AsyncIterator<T>) {
    this.#begin = begin;
  }

  [Symbol.asyncIterator](): AsyncIterator<T> {
    return this.#begin();
  }
}
