export type Resolve<T> = (step: IteratorResult<T>) => void;
export type Reject = (error: unknown) => void;

/**
 * An iterator whose items are asked for by callback: however many of them stand inside one another, a read makes one promise. Read one item
 * at a time.
 */
export abstract class Pulled<T> implements AsyncIterator<T> {
  /** Calls one of the two once, at once or later, and throws nothing. */
  abstract pull(resolve: Resolve<T>, reject: Reject): void;
  /** Nobody reads on. */
  abstract leave(): void;

  next(): Promise<IteratorResult<T>> {
    return new Promise((resolve, reject) => this.pull(resolve, reject));
  }

  async return(): Promise<IteratorResult<T>> {
    this.leave();
    return { done: true, value: undefined };
  }
}

/** Asks any iterator for its next item. */
export function pull<T>(iterator: AsyncIterator<T>, resolve: Resolve<T>, reject: Reject): void {
  if (iterator instanceof Pulled) return iterator.pull(resolve, reject);
  try {
    iterator.next().then(resolve, reject);
  } catch (error) {
    reject(error);
  }
}
