import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder with files, and with packages of this repository linked into its node_modules; gone when the test is over. */
export function project(files: Readonly<Record<string, string>>, packages: readonly string[] = []): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pegboard-config-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    const full = join(folder, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
  }
  for (const name of packages) {
    const link = join(folder, 'node_modules/@pegboard', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(resolve(import.meta.dirname, '../..', name), link, 'junction');
  }
  return folder;
}
