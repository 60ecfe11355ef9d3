import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

/**
 * A folder with files; gone when the test is over. Its own packages, below packages/, and the named ones of this repository are linked into
 * its node_modules.
 */
export function project(files: Readonly<Record<string, string>>, packages: readonly string[] = []): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pegboard-config-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    const full = join(folder, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
    const own = /^packages\/(.*)\/package\.json$/.exec(path)?.[1];
    if (own !== undefined) install(folder, own, dirname(full));
  }
  for (const name of packages)
    install(folder, `@pegboard/${name}`, resolve(import.meta.dirname, '../..', name));
  return folder;
}

function install(folder: string, name: string, target: string): void {
  const link = join(folder, 'node_modules', name);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(target, link, 'junction');
}
