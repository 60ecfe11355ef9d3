import { readFileSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { ConfigError } from '@pegboard/core';
import type { ConfigFile } from './config-file.ts';
import { readModule } from './read-module.ts';

/** Bytes of a configuration as data. */
const maxBytes = 1_000_000;

/** Reads one configuration file. JSON, JSONC and YAML are data; the others are run, as code of the project. `version` reads a changed module anew. */
export async function readConfig(path: string, version?: number): Promise<ConfigFile> {
  switch (extname(path)) {
    case '.json':
    case '.jsonc':
      // Only the parser that is needed is loaded.
      return (await import('./read-json.ts')).readJson(path, readText(path));
    case '.yaml':
    case '.yml':
      return (await import('./read-yaml.ts')).readYaml(path, readText(path));
    default:
      return readModule(path, version);
  }
}

function readText(path: string): string {
  try {
    if (statSync(path).size <= maxBytes) return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (cause) {
    throw new ConfigError({
      what: 'The configuration cannot be read',
      evidence: (cause as NodeJS.ErrnoException).code ?? 'no reason given', // what node:fs throws
      fix: `Look at ${path}`,
      cause,
    });
  }
  throw new ConfigError({
    what: 'The configuration is too long',
    evidence: `more than ${maxBytes} bytes`,
    fix: `Put long texts into files of their own: \${file:prompts/long.md}`,
  });
}
