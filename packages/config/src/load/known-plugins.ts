import { isPlugin, type Plugin, type PluginEntry } from '@pegboard/core/plugin';
import { formatPath, type Path } from '../lib/path.ts';
import type { DescribedPlugin } from '../schema/config-schema.ts';

/** What becomes known of plugins while they are loaded. */
export interface KnownPlugins {
  /** The same entry; notes what it loads. `path` is where the configuration lists it. */
  readonly noticing: (entry: PluginEntry, path?: Path) => PluginEntry;
  /** Where the plugin of that name is listed. */
  readonly placeOf: (name: string) => Path | undefined;
  /** The name in the registry of the plugin that is listed there. */
  readonly nameAt: (path: Path) => string;
  /** Those that have been loaded, under what the configuration calls them. */
  readonly described: () => readonly Required<DescribedPlugin>[];
}

export function createKnownPlugins(): KnownPlugins {
  const places = new Map<string, Path>();
  const names = new Map<string, string>();
  const plugins = new Map<string, Plugin>();
  const note = (name: string | undefined, path: Path | undefined, loaded: boolean): void => {
    if (name === undefined || !path) return;
    places.set(name, path);
    // A version that cannot be loaded leaves the name of the one before.
    if (loaded || !names.has(formatPath(path))) names.set(formatPath(path), name);
  };
  const notePlugin = ({ name, as }: PluginEntry, plugin: Plugin, path: Path | undefined): void => {
    plugins.set(name ?? plugin.name, plugin);
    note(plugin.name, path, true);
    note(as, path, true);
  };
  return {
    noticing(entry, path) {
      const { load, plugin, name, as } = entry;
      note(name, path, false);
      note(as, path, false);
      if (plugin) notePlugin(entry, plugin, path);
      if (!load) return entry;
      return {
        ...entry,
        async load() {
          const loaded: unknown = await load();
          const { plugin: named, default: main } = Object(loaded) as { plugin?: unknown; default?: unknown }; // a module, or a plugin
          const found = [loaded, named, main].find(isPlugin);
          if (found) notePlugin(entry, found, path);
          return loaded;
        },
      };
    },
    placeOf: (name) => places.get(name),
    nameAt: (path) => names.get(formatPath(path)) ?? '',
    described: () => [...plugins].map(([use, plugin]) => ({ use, plugin })),
  };
}
