import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ConfigError } from '@pegboard/core';

/** A file of `processes/`. */
export type ProcessName = 'python' | 'script' | 'sql' | 'task';

export interface ProcessCode {
  readonly file: string;
  /** All that Node reads to run it, as paths with `*`; libraries not included. */
  readonly readable: readonly string[];
}

/**
 * Where the code of a process is. It is told from the place of the package: in the published code this module is joined with others
 * into a file of any folder. Throws `ConfigError` when the package is not there.
 */
export function processCode(name: ProcessName): ProcessCode {
  const manifest = findManifest();
  // Run from its sources, the process is TypeScript as well.
  const [folder, ending] = import.meta.url.endsWith('.ts') ? ['src', 'ts'] : ['dist', 'js'];
  const code = join(dirname(manifest), folder);
  return { file: join(code, 'processes', `${name}.${ending}`), readable: [join(code, '*'), manifest] };
}

function findManifest(): string {
  try {
    return realpathSync(createRequire(import.meta.url).resolve('@pegboard/toolbox/package.json'));
  } catch (cause) {
    throw new ConfigError({
      what: 'The toolbox cannot start a process of its own',
      evidence:
        'The package @pegboard/toolbox, which holds its code, cannot be found from where this code runs',
      fix: 'Install it there; a bundler has to leave it out of the bundle (`external`)',
      cause,
    });
  }
}
