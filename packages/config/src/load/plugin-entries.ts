import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, parse, resolve } from 'node:path';
import type { Grants, Plugin, PluginEntry } from '@pegboard/core/plugin';
import type { PluginOptions } from '../check/plugin-schema.ts';
import { findPackage, findPlugins } from '../discover/find-plugins.ts';
import { ownPackages } from '../discover/packages.ts';
import type { FoundPlugin } from '../discover/read-package.ts';
import { importFile } from '../lib/import-file.ts';
import { didYouMean, nearest } from '../lib/nearest.ts';
import { isolate, type IsolateOptions } from '../isolate/isolate.ts';

/** A plugin that is to be used, or why it cannot be. */
export type Listed = { readonly entry: PluginEntry; readonly file?: string } | Refused;

export interface Refused {
  readonly name: string;
  readonly cause: string;
  readonly hint: string;
}

export interface EntryHost extends Omit<IsolateOptions, 'file'> {
  /** Reads modules anew. */
  readonly version?: number | undefined;
}

/** What one item of `plugins` asks for. Nothing of the plugin is run here. */
export function listedPlugin(item: string | PluginOptions | object, host: EntryHost): Listed {
  const options: PluginOptions = typeof item === 'object' && 'use' in item ? item : { use: item };
  const { use, as, config, required, permissions } = options;
  const chosen = {
    ...(as !== undefined && { as }),
    ...(config !== undefined && { config }),
    ...(required !== undefined && { required }),
    ...(permissions && { grants: permissions as Grants }),
  };
  if (typeof use !== 'string')
    return withIsolation(options, host, { entry: { plugin: use as Plugin, ...chosen } }); // the registry checks it
  const found = /^\.{0,2}\//.test(use) ? localFile(use, host) : installed(use, host);
  if ('cause' in found) return found;
  return withIsolation(options, host, { ...found, entry: { ...found.entry, ...chosen } });
}

function withIsolation(
  { isolation, use }: PluginOptions,
  host: EntryHost,
  listed: Extract<Listed, { entry: unknown }>,
): Listed {
  if (isolation !== 'process') return listed;
  if (listed.file !== undefined)
    return { ...listed, entry: isolate(listed.entry, { ...host, file: listed.file }) };
  return {
    name: typeof use === 'string' ? use : nameOf(use),
    cause: 'a plugin that is an object of this process cannot run in another one',
    hint: 'Put it into a file and name the file: use: "./plugin.ts"',
  };
}

function localFile(use: string, { folder, version }: EntryHost): Listed {
  const file = resolve(folder, use);
  if (!isFile(file)) {
    const cause = existsSync(file) ? 'it is a folder' : 'there is no such file';
    return { name: use, cause, hint: `Looked for ${file}.${nearFile(use, file)}` };
  }
  return { file, entry: { name: use, load: () => importFile(file, version) } };
}

/** The plugin of an installed package. */
export function installed(name: string, { folder, version }: Pick<EntryHost, 'folder' | 'version'>): Listed {
  const found = findPackage(name, folder);
  if (!found) return notInstalled(name, folder);
  const { manifest, entry: file, problem } = found;
  if (!manifest || file === undefined) return noPlugin(found, problem);
  return {
    file,
    entry: {
      name,
      manifest: { ...(found.version !== undefined && { version: found.version }), ...manifest },
      load: () => importFile(file, version),
      // The code may not ask for more than package.json says, which is what people read.
      ...(manifest.permissions && { grants: manifest.permissions }),
    },
  };
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** A file with another ending, or of almost that name, in the same folder. */
function nearFile(use: string, file: string): string {
  const [folder, name] = [dirname(file), basename(file)];
  const names = existsSync(folder) ? readdirSync(folder).filter((one) => isFile(join(folder, one))) : [];
  const meant = names.find((one) => parse(one).name === name) ?? nearest(name, names);
  return meant === undefined ? '' : ` Did you mean "${use.slice(0, use.lastIndexOf('/') + 1)}${meant}"?`;
}

function notInstalled(name: string, folder: string): Refused {
  if (isFile(resolve(folder, name))) {
    return { name, cause: 'it is not installed', hint: `The file of that name is "./${name}"` };
  }
  const own = ownPackages();
  const installedOnes = findPlugins(folder).map((plugin) => plugin.name);
  const near = own.includes(name) ? '' : didYouMean(name, [...installedOnes, ...own]);
  return { name, cause: 'it is not installed', hint: `Install it: npm install ${name}.${near}` };
}

function noPlugin({ name, manifest }: FoundPlugin, problem: string | undefined): Refused {
  return {
    name,
    cause:
      problem ?? (manifest ? 'its package.json names no entry' : 'its package.json has no field "pegboard"'),
    hint: 'Update it, or take it out of plugins',
  };
}

function nameOf(plugin: object): string {
  return 'name' in plugin && typeof plugin.name === 'string' ? plugin.name : 'a plugin without a name';
}
