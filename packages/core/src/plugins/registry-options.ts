import type { Plugin } from '../contracts/plugin.ts';
import type { AnyTool } from '../contracts/tool.ts';
import { ConfigError } from '../errors/config-error.ts';
import { didYouMean } from '../lib/nearest.ts';
import { checkTools } from '../tools/check-names.ts';
import { apiLevel } from './api-level.ts';
import type { OwnThings } from './board.ts';
import { keyOf, type Owners } from './clashes.ts';
import type { DiagnosticLog } from './diagnostic-log.ts';
import { diagnosticError } from './diagnostics.ts';
import { defaultDeadlines, type Host } from './host.ts';
import { isPlugin } from './plugin-brand.ts';
import type { PluginEntry, RegistryOptions } from './registry.ts';
import type { Slot } from './slot.ts';

const optionKeys: readonly string[] = [
  'providers',
  'tools',
  'toolsets',
  'memories',
  'plugins',
  'sections',
  'permissions',
  'brokers',
  'deadlines',
  'onDiagnostic',
  'onLog',
] satisfies readonly (keyof RegistryOptions)[];

const entryKeys: readonly string[] = [
  'plugin',
  'load',
  'manifest',
  'name',
  'as',
  'namespace',
  'config',
  'required',
  'grants',
] satisfies readonly (keyof PluginEntry)[];

/** Throws `ConfigError` for options that a registry does not have. */
export function checkOptions(options: RegistryOptions): void {
  checkKeys('A registry', options, optionKeys);
  checkKeys('`deadlines`', options.deadlines ?? {}, Object.keys(defaultDeadlines));
  checkKeys('`brokers`', options.brokers ?? {}, ['fetch', 'env', 'fs']);
}

/** The entry that a bare plugin stands for. What is neither is found out when it is set up: it must not stop the others. */
export function entryOf(given: Plugin | PluginEntry): PluginEntry {
  if (isPlugin(given)) return { plugin: given };
  if (!isEntry(given)) return { plugin: given };
  checkKeys('A plugin entry', given, entryKeys);
  return { ...given };
}

function isEntry(given: unknown): given is PluginEntry {
  if (typeof given !== 'object' || given === null) return false;
  try {
    return 'plugin' in given || 'load' in given;
  } catch {
    return false;
  }
}

function checkKeys(what: string, options: object, known: readonly string[]): void {
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue;
    throw new ConfigError({
      code: 'unknown-name',
      what: `${what} has no option "${key}"`,
      evidence: `There are ${known.join(', ')}`,
      fix: didYouMean(key, known).trim() || undefined,
    });
  }
}

/** What the application gives itself. Throws `ConfigError` when two of a kind share a name. */
export function ownThings(options: RegistryOptions): OwnThings {
  const { providers = [], tools = [], toolsets = [], memories = {} } = options;
  const names = new Set<string>();
  for (const { name } of providers) {
    if (names.has(name)) throw duplicate(name);
    names.add(name);
  }
  checkTools(tools);
  return { providers, tools: [...new Set<AnyTool>(tools)], toolsets, memories };
}

function duplicate(name: string): ConfigError {
  return new ConfigError({
    code: 'duplicate-name',
    what: `Two providers are named "${name}"`,
    fix: 'Give one another name, such as openai({ name: "openai-eu" })',
  });
}

export function ownersOf({ providers, tools, memories }: OwnThings): Owners {
  const owner = 'the application itself';
  return new Map([
    ...providers.map(({ name }) => [keyOf('provider', name), owner] as const),
    ...tools.map(({ name }) => [keyOf('tool', name), owner] as const),
    ...Object.keys(memories).map((name) => [keyOf('memory', name), owner] as const),
  ]);
}

export function hostOf(options: RegistryOptions, signal: AbortSignal): Host {
  return {
    api: apiLevel,
    deadlines: { ...defaultDeadlines, ...options.deadlines },
    brokers: options.brokers ?? {},
    permissions: options.permissions,
    sections: options.sections ?? {},
    onLog: options.onLog,
    signal,
  };
}

/** What holds for the plugins of a child too, unless it says otherwise. */
export function inherited({
  permissions,
  brokers,
  deadlines,
  onDiagnostic,
  onLog,
}: RegistryOptions): RegistryOptions {
  return {
    ...(permissions && { permissions }),
    ...(brokers && { brokers }),
    ...(deadlines && { deadlines }),
    ...(onDiagnostic && { onDiagnostic }),
    ...(onLog && { onLog }),
  };
}

/** Why something may be missing: plugins that are not ready yet, or have failed. */
export function excuseOf(slots: readonly Slot[]): string | undefined {
  const late = slots.filter(({ state }) => !['ready', 'failed', 'draining', 'disposed'].includes(state));
  if (late.length > 0)
    return `Await registry.ready() first: ${listed(late)} ${late.length === 1 ? 'is' : 'are'} not set up yet`;
  const failed = slots.filter(({ state }) => state === 'failed');
  return failed.length > 0 ? `See registry.diagnostics: ${listed(failed)} failed` : undefined;
}

function listed(slots: readonly Slot[]): string {
  const names = slots.map(({ name }) => `"${name}"`).join(', ');
  return slots.length === 1 ? `plugin ${names}` : `plugins ${names}`;
}

/** Throws `ConfigError` when a plugin has failed that the application cannot do without. */
export function requireAll(slots: readonly Slot[], { entries }: DiagnosticLog): void {
  for (const { name, state, entry, plugin } of slots) {
    if (state !== 'failed' || !(entry.required ?? plugin?.required ?? false)) continue;
    const diagnostic = entries.find((one) => one.plugin === name && one.severity === 'error');
    if (diagnostic) throw diagnosticError(diagnostic);
  }
}
