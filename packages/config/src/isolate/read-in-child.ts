import { ConfigError } from '@pegboard/core';
import type { Plugin } from '@pegboard/core/plugin';
import { importFile } from '../lib/import-file.ts';

/** The plugin that a module exports as `plugin` or by default. Whether its shape is sound the host's registry judges. */
export async function readInChild(file: string): Promise<Plugin> {
  const { plugin, default: main } = await importFile(file);
  const found = [plugin, main].find(isPlugin);
  if (found) return found;
  throw new ConfigError({
    what: 'The module exports no plugin',
    fix: 'Export what definePlugin gives, as `plugin` or by default',
  });
}

function isPlugin(value: unknown): value is Plugin {
  return typeof value === 'object' && value !== null && 'setup' in value && 'api' in value;
}
