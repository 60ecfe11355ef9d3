import { readFileSync, realpathSync } from 'node:fs';
import { join, normalize } from 'node:path';
import type { PluginManifest } from '@pegboard/core/plugin';
import { isPlainObject } from '../lib/is-plain-object.ts';
import { readManifest } from './manifest.ts';

/** A package that is installed, as its package.json describes it. */
export interface FoundPlugin {
  readonly name: string;
  readonly version?: string;
  readonly description?: string;
  /** Absolute, without links. */
  readonly folder: string;
  /** It has the keyword `pegboard-plugin` and a field `pegboard`. */
  readonly isPlugin: boolean;
  readonly manifest?: PluginManifest;
  /** What is wrong with the field `pegboard`. */
  readonly problem?: string;
  /** The file with the plugin; absolute, absent where package.json names none. */
  readonly entry?: string;
}

/** Reads the package at `path`; undefined where there is none. */
export function readPackage(path: string): FoundPlugin | undefined {
  const json = readObject(join(path, 'package.json'));
  if (!json || typeof json['name'] !== 'string') return undefined;
  // As Node does: a module has one identity, whatever links lead to it.
  const folder = realpathSync(path);
  const { name, version, description, keywords, pegboard } = json;
  const manifest = pegboard === undefined ? undefined : readManifest(pegboard);
  const entry = typeof manifest === 'object' ? entryOf(json, manifest) : undefined;
  return {
    name,
    folder,
    isPlugin: Array.isArray(keywords) && keywords.includes('pegboard-plugin') && pegboard !== undefined,
    ...(typeof version === 'string' && { version }),
    ...(typeof description === 'string' && { description }),
    ...(typeof manifest === 'string' ? { problem: manifest } : manifest && { manifest }),
    ...(entry !== undefined && { entry: join(folder, entry) }),
  };
}

/** Whether this package itself runs from its sources, as its siblings in the repository then do. */
const fromSources = import.meta.url.endsWith('.ts');

/** `pegboard.entry`, else the package's main module; for a package that runs from its sources the source behind it. */
function entryOf(json: Readonly<Record<string, unknown>>, { entry }: PluginManifest): string | undefined {
  const exports = isPlainObject(json['exports']) ? Object.values(json['exports']) : [];
  const main = isPlainObject(json['exports'])
    ? fileOf(json['exports']['.'] ?? json['exports'])
    : json['exports'];
  const file = entry ?? main ?? json['main'];
  if (typeof file !== 'string') return undefined;
  if (!fromSources) return file;
  const same = exports.find(
    (target) => fileOf(target) !== undefined && normalize(String(fileOf(target))) === normalize(file),
  );
  const source = isPlainObject(same) ? same['@pegboard/source'] : undefined;
  return typeof source === 'string' ? source : file;
}

function fileOf(target: unknown): unknown {
  return isPlainObject(target) ? fileOf(target['import'] ?? target['default']) : target;
}

function readObject(path: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isPlainObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
