import type { Plugin, PluginInfo, PluginState } from '../contracts/plugin.ts';
import type { Registration } from './registration.ts';
import type { PluginEntry } from './registry.ts';

/** The place of one plugin in a registry's list, whatever becomes of it. */
export interface Slot {
  entry: PluginEntry;
  name: string;
  state: PluginState;
  /** Once it is read: a plugin by its mark alone. */
  found?: Plugin | undefined;
  /** Once it is checked. */
  plugin?: Plugin | undefined;
  /** While it is ready. */
  registration?: Registration | undefined;
  /** Somebody has asked for it to leave. */
  removed: boolean;
}

export function createSlot(entry: PluginEntry): Slot {
  const { as, name, plugin, manifest } = entry;
  return {
    entry,
    name: as ?? name ?? nameIn(plugin) ?? manifest?.name ?? 'unnamed plugin',
    state: 'found',
    removed: false,
  };
}

/** Anything may have been given as a plugin, even what cannot be looked at. */
export function nameIn(plugin: unknown): string | undefined {
  try {
    const { name } = Object(plugin) as { readonly name?: unknown };
    return typeof name === 'string' && name !== '' ? name : undefined;
  } catch {
    return undefined;
  }
}

/** What goes before the names of a plugin's tools. Packages of Pegboard itself keep their tools' names. */
export function namespaceOf({ namespace, as }: PluginEntry, plugin: Plugin): string {
  return (
    namespace ?? safeName(as) ?? plugin.namespace ?? (isOurs(plugin) ? '' : (safeName(plugin.name) ?? ''))
  );
}

function isOurs({ name }: Plugin): boolean {
  return name.startsWith('@pegboard/');
}

function safeName(name: string | undefined): string | undefined {
  return name?.replace(/[^a-zA-Z0-9_-]+/g, '_').replace(/^[^a-zA-Z]+/, '');
}

export function infoOf({ name, state, entry, found, plugin, registration }: Slot): PluginInfo {
  return Object.freeze({
    name,
    state,
    ...(plugin?.version !== undefined && { version: plugin.version }),
    // Its own, also where it was translated.
    ...(plugin && found && { api: found.api }),
    required: entry.required ?? plugin?.required ?? false,
    namespace: plugin ? namespaceOf(entry, plugin) : '',
    permissions: plugin?.permissions ?? entry.manifest?.permissions ?? {},
    tools: registration?.tools.map((tool) => tool.name) ?? [],
    toolsets: registration?.toolsets.map(({ id }) => id ?? 'without id') ?? [],
    providers: registration?.providers.map((provider) => provider.name) ?? [],
    memories: Object.keys(registration?.memories ?? {}),
    hooks: registration?.hooks.length ?? 0,
    sections: Object.keys(plugin?.sections ?? {}),
    commands: registration?.commands.map((command) => command.name) ?? [],
    services: registration?.services.map(({ token }) => token.service) ?? [],
  });
}
