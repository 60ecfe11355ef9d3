import { definitionMutants } from './plugin-definition-mutants.ts';
import type { PluginMutant } from './plugin-mutant.ts';
import { setupMutants } from './plugin-setup-mutants.ts';
import { worldMutants } from './plugin-world-mutants.ts';

/** Every wrong plugin, each caught by one case of `pluginCases`. */
export const pluginMutants: readonly PluginMutant[] = [
  ...definitionMutants,
  ...setupMutants,
  ...worldMutants,
];
