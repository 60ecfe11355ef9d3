import type { PegboardConfig } from './check/config-types.ts';

/** Gives back what it is given, with its types checked: `export default defineConfig({ model: 'local/rules' })`. */
export function defineConfig(config: PegboardConfig): PegboardConfig {
  return config;
}
