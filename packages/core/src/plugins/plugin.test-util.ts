import { type AnyTool, defineTool } from '@pegboard/core';
import { definePlugin, type Plugin, type PluginContributions } from '@pegboard/core/plugin';

/** A tool that gives back what it is told to. */
export function makeTool(
  name: string,
  value: unknown = name,
  options: { readonly version?: string } = {},
): AnyTool {
  return defineTool({
    name,
    description: `Gives ${name}`,
    input: { type: 'object' },
    ...options,
    execute: () => value,
  });
}

type Parts = Partial<Omit<Plugin, 'config' | 'api'>> & { readonly gives?: PluginContributions };

/** A plugin of a given name; `gives` is what its set-up returns. */
export function makePlugin(name: string, { gives = {}, ...parts }: Parts = {}): Plugin {
  return definePlugin({ name, api: 1, setup: () => gives, ...parts });
}

export const never = new Promise<never>(() => undefined);

/** Resolves when the condition holds; the test's own timeout ends the wait. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise<void>((resolve) => setImmediate(resolve));
}
