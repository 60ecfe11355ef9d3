import { Pulled } from './pulled.ts';

/** Tells an iterator that nobody reads on. It is not waited for, and what goes wrong in it is nobody's concern any more. */
export function leave(iterator: AsyncIterator<unknown> | undefined): void {
  if (iterator instanceof Pulled) return iterator.leave();
  try {
    void Promise.resolve(iterator?.return?.()).then(undefined, () => undefined);
  } catch {
    // Its `return` threw at once; there is nobody left to tell.
  }
}
