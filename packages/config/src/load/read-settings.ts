import { dirname, relative, resolve } from 'node:path';
import { ConfigError } from '@pegboard/core';
import { checkConfig, configError } from '../check/check-config.ts';
import { type CheckedConfig, profilesSchema } from '../check/config-schema.ts';
import { explainIssues, type Problem } from '../check/explain-issues.ts';
import type { ConfigFile } from '../file/config-file.ts';
import { findConfig } from '../file/find-config.ts';
import { readConfig } from '../file/read-config.ts';
import { environmentLayer } from '../layers/environment-layer.ts';
import { interpolate } from '../layers/interpolate.ts';
import { fileLayer, type Layer, profileLayer } from '../layers/layer.ts';
import { mergeLayers } from '../layers/merge.ts';
import { textReader } from '../layers/read-text-file.ts';
import { isPlainObject } from '../lib/is-plain-object.ts';
import { didYouMean } from '../lib/nearest.ts';

export interface SettingsOptions {
  /** Where the search for the file begins. Default: the working directory. */
  readonly cwd?: string | undefined;
  /** This file, and no search. Default PEGBOARD_CONFIG. */
  readonly file?: string | undefined;
  /** Default PEGBOARD_PROFILE, else the key `profile` of the file. */
  readonly profile?: string | undefined;
  /** Wins over everything else. Texts in it are taken as they are. */
  readonly overrides?: Readonly<Record<string, unknown>> | undefined;
  /** Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Reads modules anew; counted up by those who watch. */
  readonly version?: number | undefined;
}

/** The settings of all layers in one, checked. */
export interface Settings {
  readonly config: CheckedConfig;
  /** Absolute path of the file; absent when there is none. */
  readonly file?: string;
  /** The file's folder, else `cwd`: paths in the configuration are relative to it. */
  readonly folder: string;
  readonly profile?: string;
  readonly layers: readonly Layer[];
  /** References in plugins and agents that lead nowhere: what depends on them cannot work. */
  readonly unresolved: readonly Problem[];
  /** Values that must not show. */
  readonly secrets: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Files that the configuration takes texts from. */
  readonly texts: readonly string[];
}

/** Defaults < file < profile < PEGBOARD_* < overrides. Throws `ConfigError` for everything that is wrong with the text of the settings. */
export async function readSettings(options: SettingsOptions): Promise<Settings> {
  const { cwd = process.cwd(), env = process.env, overrides = {} } = options;
  const path = pathOf(cwd, options.file ?? env['PEGBOARD_CONFIG']);
  const file = path === undefined ? undefined : withEmptyAgents(await readConfig(path, options.version));
  const shownAs = path === undefined ? '' : relative(cwd, path);
  if (file) refuseOddProfiles(file, shownAs);
  const profile = file && pickProfile(file, options.profile ?? (env['PEGBOARD_PROFILE'] || undefined));
  const folder = path === undefined ? resolve(cwd) : dirname(path);
  const written: Layer[] = file ? [fileLayer(file, shownAs)] : [];
  if (file && profile) written.push(profileLayer(file, shownAs, profile.name, profile.value));
  const texts: string[] = [];
  const { profiles: _, ...merged } = mergeLayers(written.map(({ value }) => value));
  const filled = interpolate(merged, { env, readText: textReader(folder, (text) => texts.push(text)) });
  const layers = [...written, environmentLayer(env), { value: overrides, whence: () => 'overrides' }];
  const shared = filled.problems.filter(({ path: [first] }) => first !== 'plugins' && first !== 'agents');
  if (shared.length > 0) throw configError(shared, layers);
  const settings = mergeLayers([filled.value, ...layers.slice(written.length).map(({ value }) => value)]);
  return {
    config: checkConfig(settings, layers, filled.problems),
    folder,
    layers,
    env,
    texts,
    unresolved: filled.problems,
    secrets: filled.secrets,
    ...(path !== undefined && { file: path }),
    ...(profile && { profile: profile.name }),
  };
}

function pathOf(cwd: string, file: string | undefined): string | undefined {
  return file ? resolve(cwd, file) : findConfig(cwd);
}

/** `helper:` with nothing behind it is an agent with nothing of its own; in a profile it takes the agent away. */
function withEmptyAgents(file: ConfigFile): ConfigFile {
  const { agents } = file.value;
  if (!isPlainObject(agents)) return file;
  const filled = Object.entries(agents).map(([name, agent]) => [name, agent ?? {}]);
  return { ...file, value: { ...file.value, agents: Object.fromEntries(filled) } };
}

/** Whether chosen or not. */
function refuseOddProfiles(file: ConfigFile, shownAs: string): void {
  const { error } = profilesSchema.safeParse(file.value['profiles'] ?? undefined);
  if (error) throw configError(explainIssues(error.issues, ['profiles']), [fileLayer(file, shownAs)]);
}

interface Profile {
  readonly name: string;
  readonly value: Readonly<Record<string, unknown>>;
}

function pickProfile({ value }: ConfigFile, asked: string | undefined): Profile | undefined {
  const name = asked ?? value['profile'];
  if (typeof name !== 'string') return undefined;
  const profiles = isPlainObject(value['profiles']) ? value['profiles'] : {};
  const chosen = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (isPlainObject(chosen)) return { name, value: chosen };
  const names = Object.keys(profiles);
  throw new ConfigError({
    code: 'unknown-name',
    what: `There is no profile "${name}"`,
    evidence: names.length > 0 ? `There are ${names.join(', ')}` : 'The configuration has none',
    fix: didYouMean(name, names).trim() || `Add it under profiles, or name no profile`,
  });
}
