import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type FoundPlugin, readPackage } from './read-package.ts';

/**
 * The plugins that are installed in `node_modules` of `cwd` and of the folders above: packages with the keyword `pegboard-plugin` and a
 * field `pegboard`. Only package.json files are read; nothing is run. Of two copies the nearer counts, as for Node.
 */
export function findPlugins(cwd: string = process.cwd()): readonly FoundPlugin[] {
  const found = new Map<string, FoundPlugin>();
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    for (const name of packageNames(join(folder, 'node_modules'))) {
      const plugin = found.has(name) ? undefined : readPackage(join(folder, 'node_modules', name));
      if (plugin?.isPlugin) found.set(name, plugin);
    }
    if (dirname(folder) === folder) break;
  }
  return [...found.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}

/** The nearest package of that name for code in `folder`; undefined when it is not installed. */
export function findPackage(name: string, folder: string): FoundPlugin | undefined {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const found = readPackage(join(at, 'node_modules', name));
    if (found || dirname(at) === at) return found;
  }
}

function packageNames(modules: string): readonly string[] {
  return namesIn(modules).flatMap((name) =>
    name.startsWith('@') ? namesIn(join(modules, name)).map((inner) => `${name}/${inner}`) : name,
  );
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith('.'));
  } catch {
    return [];
  }
}
