import type { RegistryOptions } from '@pegboard/core';
import { createPluginFs } from './plugin-fs.ts';
import type { Settings } from './read-settings.ts';

/** What reaches plugins of the world: files below the configuration's folder, and the environment that was given. */
export function pluginHost({ folder, env }: Settings): Pick<RegistryOptions, 'brokers'> {
  return { brokers: { env: (name) => env[name], fs: createPluginFs(folder) } };
}
