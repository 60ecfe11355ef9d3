import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * The URL of the bin of the copy of this package that is installed for a folder; undefined when there is none or when it is this one.
 * A command that was installed globally then runs with the project's own version of everything.
 */
export function findLocalBin(cwd: string): string | undefined {
  const own = realpathSync(fileURLToPath(new URL('../../package.json', import.meta.url)));
  for (let folder = cwd; ; folder = dirname(folder)) {
    const file = join(folder, 'node_modules', 'pegboard', 'package.json');
    if (existsSync(file)) {
      const found = realpathSync(file);
      return found === own ? undefined : binOf(found);
    }
    if (folder === dirname(folder)) return undefined;
  }
}

function binOf(file: string): string | undefined {
  const { bin } = JSON.parse(readFileSync(file, 'utf8')) as { bin?: string | Record<string, string> };
  const path = typeof bin === 'string' ? bin : bin?.['pegboard'];
  if (path === undefined) return undefined;
  const target = join(dirname(file), path);
  return existsSync(target) ? pathToFileURL(target).href : undefined;
}
