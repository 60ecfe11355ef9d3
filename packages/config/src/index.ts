export { defineConfig } from './define-config.ts';
export { findPlugins } from './discover/find-plugins.ts';
export { findConfig } from './file/find-config.ts';
export { loadPegboard } from './load/load-pegboard.ts';

export type { AgentConfig, PegboardConfig } from './check/config-types.ts';
export type { CheckedAgent, CheckedConfig } from './check/config-schema.ts';
export type { FoundPlugin } from './discover/read-package.ts';
export type { ConfigDiagnostic } from './load/diagnostic.ts';
export type { LoadOptions, Pegboard } from './load/load-pegboard.ts';
export type { SettingsOptions } from './load/read-settings.ts';
