export { type RegisterOptions } from './conformance/register-cases.ts';
export { testMemory, type TestMemoryOptions } from './memory/test-memory.ts';
export { testPlugin, type TestPluginOptions } from './plugin/test-plugin.ts';
export {
  testOfflineProvider,
  type TestOfflineProviderOptions,
  testProvider,
  type TestProviderOptions,
} from './provider/test-provider.ts';
export { testToolset, type TestToolsetOptions } from './toolset/test-toolset.ts';
