import type { Awaitable, Memory } from '@pegboard/core';
import { registerCases, type RegisterOptions } from '../conformance/register-cases.ts';
import type { MemorySubject } from './memory-case.ts';
import { memoryCases } from './memory-cases.ts';

export interface TestMemoryOptions extends Omit<MemorySubject, 'create'>, RegisterOptions {
  /** Title of the group of tests; default `Memory contract`. */
  readonly name?: string;
}

/**
 * Registers vitest tests that hold a memory to its contract. `create` is called for each case and must give an empty
 * memory of its own; it is disposed of if it can be. Members that the memory does not have are skipped.
 */
export function testMemory(create: () => Awaitable<Memory>, options: TestMemoryOptions = {}): void {
  const { name = 'Memory contract', ...rest } = options;
  registerCases(name, memoryCases, { create, ...rest }, rest);
}
