import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ConfigError } from '@pegboard/core';
import { configNames } from './config-file.ts';

/**
 * The absolute path of the nearest `pegboard.config.*`, from `cwd` up to the root of the repository (the folder with `.git`) or of the file
 * system; undefined when there is none. Throws `ConfigError` where one folder holds two.
 */
export function findConfig(cwd: string = process.cwd()): string | undefined {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const found = namesIn(folder).filter((name) => configNames.includes(name));
    if (found.length > 1) throw ambiguous(folder, found);
    if (found[0] !== undefined) return join(folder, found[0]);
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return undefined;
  }
}

/** A folder that cannot be read holds nothing for us. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function ambiguous(folder: string, names: readonly string[]): ConfigError {
  return new ConfigError({
    code: 'duplicate-name',
    what: 'There are two configuration files in one folder, and nothing says which counts',
    evidence: names.map((name) => join(folder, name)).join(' and '),
    fix: 'Keep one of them, or name it: loadPegboard({ file })',
  });
}
