import { readFileSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { ConfigError } from '@pegboard/core';
import type { ConfigFile } from './config-file.ts';
import { readModule } from './read-module.ts';
import { unreadable } from './unreadable.ts';

/** Bytes of a configuration as data. */
const maxBytes = 1_000_000;

/** Reads one configuration file. JSON, JSONC and YAML are data; the others are run, as code of the project. `version` reads a changed module anew. */
export async function readConfig(path: string, version?: number): Promise<ConfigFile> {
  switch (extname(path)) {
    case '.json':
    case '.jsonc':
      // Only the parser that is needed is loaded.
      return readData(path, 'JSON', (await import('./read-json.ts')).readJson);
    case '.yaml':
    case '.yml':
      return readData(path, 'YAML', (await import('./read-yaml.ts')).readYaml);
    default:
      return readModule(path, version);
  }
}

/** Parsers call themselves for each level of what they read, and run out of stack. */
function readData(
  path: string,
  format: string,
  read: (path: string, text: string) => ConfigFile,
): ConfigFile {
  const text = readText(path);
  try {
    return read(path, text);
  } catch (error) {
    if (error instanceof RangeError) throw unreadable(path, format, 'it is nested too deeply');
    throw error;
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
