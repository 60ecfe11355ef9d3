import { readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { ConfigError } from '@pegboard/core';

/** Bytes of a file that a configuration takes in. */
const maxBytes = 256_000;

/** Reads texts below `folder` and nowhere else: links that lead out are refused. */
export function textReader(folder: string, onRead?: (path: string) => void): (path: string) => string {
  return (path) => {
    const refuse = (why: string, fix: string, cause?: unknown): ConfigError =>
      new ConfigError({ what: `\${file:${path}} cannot be read`, evidence: why, fix, cause });
    if (isAbsolute(path)) throw refuse('the path is absolute', 'Write it relative to the configuration file');
    const full = resolve(folder, path);
    onRead?.(full);
    try {
      const inside = relative(realpathSync(folder), realpathSync(full));
      if (inside.startsWith('..') || isAbsolute(inside)) {
        throw refuse(
          'it leads out of the folder of the configuration',
          'Put the file beside the configuration, or below',
        );
      }
      const stats = statSync(full);
      if (!stats.isFile()) throw refuse('it is no file', 'Name a file');
      if (stats.size > maxBytes) throw refuse(`it has more than ${maxBytes} bytes`, 'Take a shorter one');
      return readFileSync(full, 'utf8').replace(/^\uFEFF/, '');
    } catch (cause) {
      if (cause instanceof ConfigError) throw cause;
      const { code = 'no reason given' } = cause as NodeJS.ErrnoException; // what node:fs throws
      throw refuse(code, 'Check that it is there and can be read', cause);
    }
  };
}
