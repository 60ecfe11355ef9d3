import type { Awaitable, Toolset } from '@pegboard/core';
import { registerCases, type RegisterOptions } from '../conformance/register-cases.ts';
import type { ToolsetSubject } from './toolset-case.ts';
import { toolsetCases } from './toolset-cases.ts';

export interface TestToolsetOptions extends Omit<ToolsetSubject, 'create'>, RegisterOptions {
  /** Title of the group of tests; default `Toolset contract`. */
  readonly name?: string;
}

/**
 * Registers vitest tests that hold a toolset to its contract. `create` is called for each case and must give a toolset of its own, with the
 * same tools each time; it is disposed of if it can be. Cases that need what is not given are skipped.
 */
export function testToolset(create: () => Awaitable<Toolset>, options: TestToolsetOptions = {}): void {
  const { name = 'Toolset contract', ...rest } = options;
  registerCases(name, toolsetCases, { create, ...rest }, rest);
}
