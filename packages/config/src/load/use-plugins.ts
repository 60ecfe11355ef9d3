import type { Registry } from '@pegboard/core';
import type { PluginEntry } from '@pegboard/core/plugin';
import { startsWith } from '../check/check-config.ts';
import type { CheckedAgent } from '../check/config-schema.ts';
import { findPackage } from '../discover/find-plugins.ts';
import { providerPackages, sectionPackages } from '../discover/packages.ts';
import { formatPath, type Path } from '../lib/path.ts';
import { createKnownPlugins, type KnownPlugins } from './known-plugins.ts';
import { type EntryHost, installed, type Listed, listedPlugin } from './plugin-entries.ts';
import type { Settings } from './read-settings.ts';
import type { Report } from './report.ts';
import { refuseSlips, sectionKeys } from './sections.ts';

export interface ListedPlugins {
  readonly entries: readonly PluginEntry[];
  readonly known: KnownPlugins;
  /** Those that are files of the project. */
  readonly files: readonly PluginFile[];
}

/** A plugin that the project holds itself. */
export interface PluginFile {
  /** Absolute. */
  readonly file: string;
  /** Its name in the registry, once it is loaded. */
  readonly name: () => string;
  /** The same plugin, its module read anew. */
  readonly again: (version: number) => PluginEntry;
}

/** The plugins that the configuration lists, and the packages of Pegboard whose sections it has. Those that cannot be used are reported. */
export function listPlugins(settings: Settings, report: Report, version?: number): ListedPlugins {
  const known = createKnownPlugins();
  const host = hostOf(settings, report, known, version);
  const entries: PluginEntry[] = [];
  const files: PluginFile[] = [];
  for (const [index, item] of (settings.config.plugins ?? []).entries()) {
    const path = ['plugins', index];
    const listed = withoutHoles(listedPlugin(item, host), path, settings);
    if ('cause' in listed) {
      report.add({ about: 'plugin', severity: 'error', stage: 'found', ...listed }, path);
      continue;
    }
    const { entry, file } = listed;
    entries.push(known.noticing(entry, path));
    if (file === undefined || entry.manifest) continue;
    const again = (next: number): PluginEntry =>
      entryOf(listedPlugin(item, { ...host, version: next }), entry);
    files.push({ file, name: () => known.nameAt(path), again: (next) => known.noticing(again(next), path) });
  }
  const claimed = entries.flatMap(({ manifest, plugin }) => [
    ...(manifest?.sections ?? []),
    ...Object.keys(plugin?.sections ?? {}),
  ]);
  // What a file of the project claims is known when it is loaded; what is left over is refused then.
  if (entries.every(({ manifest, plugin }) => manifest ?? plugin)) refuseSlips(settings, claimed);
  const implied = ofSections(settings, claimed, entries, version).map((entry) => known.noticing(entry));
  return { entries: [...entries, ...implied], known, files };
}

function hostOf(
  settings: Settings,
  report: Report,
  known: KnownPlugins,
  version: number | undefined,
): EntryHost {
  return {
    folder: settings.folder,
    envNames: Object.keys(settings.env),
    version,
    onWarning(name, cause, hint) {
      report.add(
        { about: 'plugin', name, severity: 'warning', stage: 'ready', cause, hint },
        known.placeOf(name),
      );
    },
  };
}

/** A plugin whose entry holds a reference that leads nowhere is not set up. */
function withoutHoles(listed: Listed, path: Path, { unresolved }: Settings): Listed {
  const hole = unresolved.find((problem) => startsWith(problem.path, path));
  if (!hole) return listed;
  const { name = formatPath(path) } = 'cause' in listed ? listed : listed.entry;
  return { name, cause: hole.text, hint: 'Without it the plugin is not set up' };
}

function entryOf(listed: Listed, otherwise: PluginEntry): PluginEntry {
  return 'entry' in listed ? listed.entry : otherwise;
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
  {
    report,
    known,
    version,
  }: { readonly report: Report; readonly known: KnownPlugins; readonly version?: number | undefined },
): Promise<void> {
  const models = [...agents.values()].flatMap(({ model, fallback = [] }) => [
    ...(model === undefined ? [] : [model]),
    ...fallback,
  ]);
  const wanted = new Set(models.map((model) => model.slice(0, model.indexOf('/'))));
  for (const provider of wanted) {
    const name = Object.hasOwn(providerPackages, provider) ? providerPackages[provider] : undefined;
    const isThere = registry.providers.some((one) => one.name === provider);
    if (name === undefined || isThere || registry.get(name)) continue;
    const listed = installed(name, { folder, version });
    if ('entry' in listed) registry.add(known.noticing(listed.entry));
    else report.add({ about: 'plugin', severity: 'error', stage: 'found', ...listed });
  }
  await registry.ready();
}
