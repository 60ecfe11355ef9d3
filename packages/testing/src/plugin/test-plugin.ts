import type { Awaitable, Plugin } from '@pegboard/core';
import { registerCases, type RegisterOptions } from '../conformance/register-cases.ts';
import { pluginCases } from './plugin-cases.ts';
import type { PluginSubject } from './plugin-subject.ts';

export interface TestPluginOptions extends Omit<PluginSubject, 'create'>, RegisterOptions {
  /** Title of the group of tests; default `Plugin contract`. */
  readonly name?: string;
}

/**
 * Registers vitest tests that hold a plugin to its contract: in registries whose network, environment and files are what the options give.
 * Cases that need what is not given are skipped. The tools, providers and memories that it brings have suites of their own.
 */
export function testPlugin(
  plugin: Plugin | (() => Awaitable<Plugin>),
  options: TestPluginOptions = {},
): void {
  const { name = 'Plugin contract', ...rest } = options;
  const create = typeof plugin === 'function' ? plugin : (): Plugin => plugin;
  registerCases(name, pluginCases, { create, ...rest }, rest);
}
