import { PartialReader } from './partial-reader.ts';

/** Shows arguments while they stream. For display only: what it shows may be incomplete, and is never executed. */
export interface PartialInput {
  /** Adds text; the work done is linear in the chunk. */
  push(chunk: string): void;
  /**
   * What can be seen of the arguments so far: complete members, and the string that is being written. The same object grows with every
   * push. Undefined before the first bracket. Text that is no JSON ends the growth.
   */
  value(): unknown;
}

export function createPartialInput(): PartialInput {
  const reader = new PartialReader();
  return {
    push: (chunk) => reader.push(chunk),
    value: () => reader.value(),
  };
}
