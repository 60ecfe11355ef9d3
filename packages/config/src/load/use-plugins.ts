import type { Registry } from '@pegboard/core';
import type { PluginEntry } from '@pegboard/core/plugin';
import { startsWith } from '../check/check-config.ts';
import type { CheckedAgent } from '../check/config-schema.ts';
import { findPackage } from '../discover/find-plugins.ts';
import { providerPackages, sectionPackages } from '../discover/packages.ts';
import type { Path } from '../lib/path.ts';
import { type EntryHost, installed, listedPlugin } from './plugin-entries.ts';
import type { Settings } from './read-settings.ts';
import type { Report } from './report.ts';
import { refuseSlips, sectionKeys } from './sections.ts';

export interface ListedPlugins {
  readonly entries: readonly PluginEntry[];
  /** Where the plugin of that name is listed; undefined for those that are used without being listed. */
  readonly placeOf: (name: string) => Path | undefined;
}

/** The plugins that the configuration lists, and the packages of Pegboard whose sections it has. Those that cannot be used are reported. */
export function listPlugins(settings: Settings, report: Report, version?: number): ListedPlugins {
  const host: EntryHost = {
    folder: settings.folder,
    envNames: Object.keys(settings.env),
    version,
    onWarning: (name, cause, hint) =>
      report.add(
        { about: 'plugin', name, severity: 'warning', stage: 'ready', cause, hint },
        places.get(name),
      ),
  };
  const places = new Map<string, Path>();
  const entries: PluginEntry[] = [];
  for (const [index, item] of (settings.config.plugins ?? []).entries()) {
    const path = ['plugins', index];
    const broken = settings.unresolved.find((problem) => startsWith(problem.path, path));
    const listed = listedPlugin(item, host);
    const { name } = 'cause' in listed ? listed : listed.entry;
    const refused = broken
      ? { name: name ?? String(index), cause: broken.text, hint: 'Without it the plugin is not set up' }
      : listed;
    if ('cause' in refused) {
      report.add({ about: 'plugin', severity: 'error', stage: 'found', ...refused }, broken?.path ?? path);
    } else {
      entries.push(refused.entry);
      for (const known of [refused.entry.as, name, refused.entry.plugin?.name])
        if (known !== undefined) places.set(known, path);
    }
  }
  const claimed = entries.flatMap(({ manifest, plugin }) => [
    ...(manifest?.sections ?? []),
    ...Object.keys(plugin?.sections ?? {}),
  ]);
  refuseSlips(settings, claimed);
  return {
    entries: [...entries, ...ofSections(settings, claimed, entries, version)],
    placeOf: (name) => places.get(name),
  };
}

/** Packages of Pegboard whose sections the configuration has, where nothing that is listed claims them. */
function ofSections(
  settings: Settings,
  claimed: readonly string[],
  entries: readonly PluginEntry[],
  version: number | undefined,
): readonly PluginEntry[] {
  const names = sectionKeys(settings)
    .filter(({ key }) => !claimed.includes(key) && Object.hasOwn(sectionPackages, key))
    .map(({ key }) => sectionPackages[key] ?? key);
  return [...new Set(names)]
    .filter((name) => !entries.some((entry) => entry.name === name) && findPackage(name, settings.folder))
    .map((name) => installed(name, { folder: settings.folder, version }))
    .flatMap((listed) => ('entry' in listed ? listed.entry : []));
}

/** Adds the packages of Pegboard for providers that agents name and that no listed plugin offers. */
export async function addProviders(
  registry: Registry,
  { folder }: Settings,
  agents: ReadonlyMap<string, CheckedAgent>,
  report: Report,
  version?: number,
): Promise<void> {
  const models = [...agents.values()].flatMap(({ model, fallback = [] }) => [
    ...(model === undefined ? [] : [model]),
    ...fallback,
  ]);
  const wanted = new Set(models.map((model) => model.slice(0, model.indexOf('/'))));
  for (const provider of wanted) {
    const name = Object.hasOwn(providerPackages, provider) ? providerPackages[provider] : undefined;
    const isThere = registry.providers.some((known) => known.name === provider);
    if (name === undefined || isThere || registry.get(name)) continue;
    const listed = installed(name, { folder, version });
    if ('entry' in listed) registry.add(listed.entry);
    else report.add({ about: 'plugin', severity: 'error', stage: 'found', ...listed });
  }
  await registry.ready();
}
