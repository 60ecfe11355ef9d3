// What the author of a plugin, or of a host for plugins, needs besides the main door.
export { createRegistry } from '../plugins/create-registry.ts';
export { definePlugin } from '../plugins/define-plugin.ts';
export { defineSection } from '../plugins/define-section.ts';
export { defineService, offer } from '../plugins/define-service.ts';
export { isPlugin } from '../plugins/plugin-brand.ts';
export { uncovered } from '../plugins/permissions/uncovered.ts';

export type { FileStat, PluginFs } from '../contracts/plugin-fs.ts';
export type {
  ApplySection,
  CommandContext,
  LogLevel,
  OfferedService,
  Plugin,
  PluginBrand,
  PluginCommand,
  PluginContext,
  PluginContributions,
  PluginDiagnostic,
  PluginInfo,
  PluginManifest,
  PluginOrder,
  PluginPermissions,
  PluginSection,
  PluginServices,
  PluginStage,
  PluginState,
  SectionContext,
  SectionContributions,
  ServiceToken,
} from '../contracts/plugin.ts';
export type { PluginDefinition } from '../plugins/define-plugin.ts';
export type {
  AgentSpec,
  ClaimedSection,
  Grants,
  OwnedCommand,
  PluginBrokers,
  PluginDeadlines,
  PluginEntry,
  PluginLogEntry,
  Registry,
  RegistryOptions,
  Swapped,
} from '../plugins/registry.ts';
export type { SchemaFit } from '../contracts/schema-dialect.ts';
