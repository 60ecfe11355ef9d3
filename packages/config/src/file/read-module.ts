import { basename } from 'node:path';
import { ConfigError } from '@pegboard/core';
import { importFile } from '../lib/import-file.ts';
import { isPlainObject } from '../lib/is-plain-object.ts';
import type { ConfigFile } from './config-file.ts';

/** Runs a module and takes its default export, or what a function there gives. */
export async function readModule(path: string, version?: number): Promise<ConfigFile> {
  const name = basename(path);
  const module = await importFile(path, version);
  const exported = module['default'];
  const value: unknown = typeof exported === 'function' ? await (exported as () => unknown)() : exported;
  if (isPlainObject(value)) return { path, value };
  throw new ConfigError({
    what: `${name} has no configuration as its default export`,
    evidence: `it exports ${Object.keys(module).join(', ') || 'nothing'}`,
    fix: "Write export default defineConfig({ model: 'local/rules' })",
  });
}
