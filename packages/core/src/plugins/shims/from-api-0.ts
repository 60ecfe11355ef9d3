import type { Plugin, PluginContext, PluginContributions } from '../../contracts/plugin.ts';
import type { Awaitable } from '../../contracts/json.ts';
import type { AnyTool } from '../../contracts/tool.ts';

/** The contract before the first release: `setup` gave a list of tools, and `log` was its third argument. */
interface PluginOfApi0 extends Omit<Plugin, 'setup' | 'api'> {
  readonly api: 0;
  setup(config: unknown, signal: AbortSignal, log: PluginContext['log']): Awaitable<readonly AnyTool[]>;
}

/** A plugin of api 0 as one of api 1. What it gives is checked afterwards as any other's is. */
export function fromApi0(plugin: Plugin): Plugin {
  // Its `api` says that it has the older shape.
  const old = plugin as unknown as PluginOfApi0;
  return Object.freeze({
    ...plugin,
    api: 1,
    async setup({ config, signal, log }: PluginContext): Promise<PluginContributions> {
      return { tools: await old.setup(config, signal, log) };
    },
  });
}
