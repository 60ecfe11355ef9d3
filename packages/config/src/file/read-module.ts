import { basename } from 'node:path';
import { ConfigError } from '@pegboard/core';
import { withDeadline } from '@pegboard/core/provider';
import { importFile } from '../lib/import-file.ts';
import { isPlainObject } from '../lib/is-plain-object.ts';
import type { ConfigFile } from './config-file.ts';

/** Milliseconds for a configuration that is code. */
const loadMs = 30_000;

/** Runs a module and takes its default export, or what a function there gives. */
export async function readModule(path: string, version?: number): Promise<ConfigFile> {
  const name = basename(path);
  const module = await inTime(name, () => importFile(path, version));
  const exported = module['default'];
  const value: unknown =
    typeof exported === 'function' ? await inTime(name, async () => (exported as () => unknown)()) : exported; // without arguments
  if (isPlainObject(value)) return { path, value };
  throw new ConfigError({
    what: `${name} has no configuration as its default export`,
    evidence: `it exports ${Object.keys(module).join(', ') || 'nothing'}`,
    fix: "Write export default defineConfig({ model: 'local/rules' })",
  });
}

async function inTime<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await withDeadline(work, { ms: loadMs });
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause;
    throw new ConfigError({
      what: `${name} gave no configuration`,
      evidence: cause instanceof Error ? cause.message : String(cause),
      fix: 'Look at what it runs',
      cause,
    });
  }
}
