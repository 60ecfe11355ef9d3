import type { Plugin, PluginBrand, pluginBrand as pluginBrandType } from '../contracts/plugin.ts';
import { isBranded } from '../lib/recognise.ts';

/** Registered globally, so that a plugin of another copy of this package is known as one. */
export const pluginBrand: typeof pluginBrandType = Symbol.for('pegboard.plugin') as never;

/** True for anything made by `definePlugin`, also by another copy of this package. */
export function isPlugin(value: unknown): value is Plugin {
  return isBranded(value, pluginBrand);
}

/** What the plugin tells of the copy of core that made it; undefined where the mark holds something else. */
export function brandOf(plugin: Plugin): PluginBrand | undefined {
  const brand: unknown = plugin[pluginBrand];
  if (typeof brand !== 'object' || brand === null) return undefined;
  const { core, copy } = brand as Partial<PluginBrand>;
  return typeof core === 'string' && typeof copy === 'object' ? { core, copy } : undefined;
}
