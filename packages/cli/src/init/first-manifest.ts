import { createRequire } from 'node:module';
import { ownVersion } from '../project/own-version.ts';
import type { KnownProvider } from './known-providers.ts';

/** Commands that a project has under `npm run`. */
function projectScripts(agent: string): Readonly<Record<string, string>> {
  return { chat: `pegboard chat ${agent}`, check: 'pegboard check', dev: 'pegboard dev' };
}

/** The packages that a project's files import, with the versions that this command was tried with. */
export function projectDependencies(provider: KnownProvider | undefined): Readonly<Record<string, string>> {
  const names = new Set([
    '@pegboard/config',
    '@pegboard/core',
    '@pegboard/provider-local',
    provider?.package ?? '',
    'zod',
  ]);
  names.delete('');
  const own = `^${ownVersion()}`;
  return Object.fromEntries(
    [...names, 'pegboard'].toSorted().map((name) => [name, name === 'pegboard' ? own : rangeOf(name, own)]),
  );
}

/** A package of ours that is not installed beside this one has the version of all of them. */
function rangeOf(name: string, own: string): string {
  try {
    const manifest: unknown = createRequire(import.meta.url)(`${name}/package.json`);
    return `^${String(Object(manifest).version)}`;
  } catch {
    return own;
  }
}

export function firstManifest(folder: string, agent: string, provider: KnownProvider | undefined): string {
  const name =
    folder
      .toLowerCase()
      .replace(/[^a-z0-9-]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'agents';
  const manifest = {
    name,
    private: true,
    type: 'module',
    scripts: projectScripts(agent),
    dependencies: projectDependencies(provider),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
