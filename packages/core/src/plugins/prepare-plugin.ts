import type { Plugin, PluginManifest } from '../contracts/plugin.ts';
import { withDeadline } from '../lib/deadline.ts';
import { type ApiLevel, negotiate } from './api-level.ts';
import { failureAt, PluginFailure } from './diagnostics.ts';
import type { Host } from './host.ts';
import { uncovered } from './permissions/uncovered.ts';
import { isPlugin } from './plugin-brand.ts';
import { permissionsProblem, pluginProblem, type Problem } from './plugin-problem.ts';
import type { Grants, PluginEntry } from './registry.ts';
import { validated } from './validated.ts';

/** Found → read: the plugin itself, loaded where it must be. */
export async function readPlugin(entry: PluginEntry, { deadlines, signal }: Host): Promise<Plugin> {
  const { load } = entry;
  try {
    const loaded: unknown =
      entry.plugin ?? (load && (await withDeadline(load, { ms: deadlines.readMs, signal })));
    const plugin = isPlugin(loaded) ? loaded : exported(loaded);
    if (plugin) return plugin;
  } catch (error) {
    throw failureAt('read', error);
  }
  throw new PluginFailure('read', {
    cause: load ? 'its module exports no plugin' : 'it is no plugin',
    hint: 'Make one with definePlugin({ name, api: 1, setup }), exported as `plugin` or by default',
  });
}

function exported(module: unknown): Plugin | undefined {
  if (typeof module !== 'object' || module === null) return undefined;
  const { plugin, default: main } = module as { readonly plugin?: unknown; readonly default?: unknown };
  return [plugin, main].find(isPlugin);
}

/** What a manifest says that makes loading useless, before any code of the plugin runs. */
export function checkManifest(
  manifest: PluginManifest | undefined,
  grants: Grants | undefined,
  host: ApiLevel,
): void {
  if (!manifest) return;
  const { api } = manifest;
  if (api !== host.current && api !== host.current - 1) {
    // Only `api` is looked at.
    const problem = negotiate({ api } as Plugin, host) as Problem;
    throw new PluginFailure('checked', problem);
  }
  checkGrants(manifest.permissions, grants);
}

/** Read → checked: shape, api version and permissions. Gives the plugin as this version of the contract has it. */
export function checkPlugin(found: Plugin, grants: Grants | undefined, host: ApiLevel): Plugin {
  const negotiated = negotiate(found, host);
  const problem = 'cause' in negotiated ? negotiated : pluginProblem(negotiated);
  if (problem) throw new PluginFailure('checked', problem);
  // What is no plugin is a problem.
  const plugin = negotiated as Plugin;
  checkGrants(plugin.permissions, grants);
  return plugin;
}

function checkGrants(permissions: unknown, grants: Grants | undefined): void {
  const problem =
    (permissions === undefined ? undefined : permissionsProblem(permissions)) ??
    (grants === undefined || grants === true ? undefined : permissionsProblem(grants));
  if (problem) throw new PluginFailure('checked', problem);
  const missing = uncovered(permissions ?? {}, grants);
  if (missing.length === 0) return;
  throw new PluginFailure('checked', {
    cause: `it asks for more than it is granted: ${missing.join(', ')}`,
    hint: 'Grant it that under `permissions`, if you trust it with it, or remove the plugin',
  });
}

/** Checked → configured: the validated config. */
export async function configOf(plugin: Plugin, config: unknown, host: Host): Promise<unknown> {
  if (!plugin.config) return config;
  return validated(plugin.config, config ?? {}, 'config', host);
}
