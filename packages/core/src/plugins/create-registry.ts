import { PluginRegistry } from './plugin-registry.ts';
import type { Registry, RegistryOptions } from './registry.ts';

/**
 * Makes a registry. Its plugins are set up from then on: await `ready()` before asking for what they bring. Throws `ConfigError` when two
 * providers or two tools of the application share a name, and for options that there are not; a plugin that fails is a diagnostic.
 */
export function createRegistry(options: RegistryOptions = {}): Registry {
  return new PluginRegistry(options);
}
