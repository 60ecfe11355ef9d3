import type { Awaitable, Memory } from '@pegboard/core';
import { type MemorySteps, referenceMemory } from './reference-memory.ts';

/** A memory that is wrong in one way, and the case that must notice it. */
export interface MemoryMutant {
  readonly name: string;
  readonly caughtBy: string;
  readonly create: () => Awaitable<Memory>;
  readonly reopen?: (memory: Memory) => Memory;
}

export const step = (name: string, caughtBy: string, replaced: Partial<MemorySteps>): MemoryMutant => ({
  name,
  caughtBy,
  create: () => referenceMemory(replaced),
});

/** A correct memory whose methods are changed from outside. */
export const around = (
  name: string,
  caughtBy: string,
  change: (memory: Memory) => Partial<Memory>,
): MemoryMutant => ({
  name,
  caughtBy,
  create() {
    const memory = referenceMemory();
    return { ...memory, ...change(memory) };
  },
});
