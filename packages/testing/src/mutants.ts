export { memoryMutants } from './mutants/memory-mutants.ts';
export { type MemoryMutant } from './mutants/memory-mutant.ts';
export { type PluginMutant } from './mutants/plugin-mutant.ts';
export { pluginMutants } from './mutants/plugin-mutants.ts';
export { type ProviderMutant } from './mutants/provider-mutant.ts';
export { mutate, providerMutants } from './mutants/provider-mutants.ts';
export { testProviderMutants } from './mutants/test-provider-mutants.ts';
export { type ToolsetMutant } from './mutants/toolset-mutant.ts';
export { toolsetMutants } from './mutants/toolset-mutants.ts';
