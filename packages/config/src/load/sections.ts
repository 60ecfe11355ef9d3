import type { Registry } from '@pegboard/core';
import { configError } from '../check/check-config.ts';
import { agentKeys, configKeys } from '../check/config-schema.ts';
import type { Problem } from '../check/explain-issues.ts';
import { findPackage } from '../discover/find-plugins.ts';
import { sectionPackages } from '../discover/packages.ts';
import { didYouMean } from '../lib/nearest.ts';
import { formatPath, type Path } from '../lib/path.ts';
import type { Settings } from './read-settings.ts';
import type { Report } from './report.ts';

/** A key that is none of ours, and where it stands. */
interface SectionKey {
  readonly key: string;
  readonly path: Path;
}

/** The sections at the top, with their values. */
export function sectionsOf({ config }: Pick<Settings, 'config'>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(config).filter(([key]) => !configKeys.includes(key)));
}

/** Every key that is none of ours, at the top and in agents. */
export function sectionKeys({ config }: Pick<Settings, 'config'>): readonly SectionKey[] {
  const inAgents = Object.entries(config.agents ?? {}).flatMap(([name, agent]) =>
    Object.keys(agent)
      .filter((key) => !agentKeys.includes(key))
      .map((key) => ({ key, path: ['agents', name, key] })),
  );
  return [...Object.keys(sectionsOf({ config })).map((key) => ({ key, path: [key] })), ...inAgents];
}

/** Tells of keys whose package is missing; throws `ConfigError` for keys that nobody knows. */
export function checkSections(registry: Registry, settings: Settings, report: Report): void {
  const claimed = registry.sections.map(({ name }) => name);
  const unknown: Problem[] = [];
  for (const { key, path } of sectionKeys(settings)) {
    if (claimed.includes(key)) continue;
    const name = Object.hasOwn(sectionPackages, key) ? sectionPackages[key] : undefined;
    if (name !== undefined) report.add(missing(key, name, settings.folder), path);
    // What a failed plugin would have claimed nobody knows.
    else if (registry.plugins.some(({ state }) => state === 'failed')) {
      report.add(
        {
          about: 'section',
          name: key,
          severity: 'warning',
          cause: 'no plugin that is set up claims it',
          hint: 'It may belong to one that failed',
        },
        path,
      );
    } else unknown.push(unknownKey(path, claimed));
  }
  if (unknown.length > 0) throw configError(unknown, settings.layers);
}

/** Throws `ConfigError` for keys that are a slip of a known one, before anything runs. */
export function refuseSlips(settings: Settings, claimed: readonly string[]): void {
  const problems = sectionKeys(settings)
    .filter(({ key }) => !claimed.includes(key) && !Object.hasOwn(sectionPackages, key))
    .map(({ path }) => unknownKey(path, claimed))
    .filter(({ text }) => text.includes('Did you mean'));
  if (problems.length > 0) throw configError(problems, settings.layers);
}

function unknownKey(path: Path, claimed: readonly string[]): Problem {
  const known = [
    ...(path.length === 1 ? configKeys : agentKeys),
    ...Object.keys(sectionPackages),
    ...claimed,
  ];
  return {
    path,
    text: `there is no setting "${formatPath(path)}", and no plugin claims it.${didYouMean(String(path.at(-1)), known)}`,
  };
}

function missing(key: string, name: string, folder: string): Parameters<Report['add']>[0] {
  const base = { about: 'section', name: key, severity: 'error' } as const;
  if (findPackage(name, folder)) {
    return {
      ...base,
      cause: `it belongs to ${name}, which could not be set up`,
      hint: 'Look at what is said of that package',
    };
  }
  return {
    ...base,
    cause: `it belongs to ${name}, which is not installed`,
    hint: `Install it: npm install ${name}`,
  };
}
