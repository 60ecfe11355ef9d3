import { type Agent, ConfigError, createRegistry, type JsonObject, type Registry } from '@pegboard/core';
import { configSchema } from '../schema/config-schema.ts';
import type { KnownPlugins } from './known-plugins.ts';
import type { CheckedAgent, CheckedConfig } from '../check/config-schema.ts';
import { agentSettings } from './agent-settings.ts';
import { buildAgents } from './build-agents.ts';
import type { ConfigDiagnostic } from './diagnostic.ts';
import { createReport, type Report } from './report.ts';
import { readSettings, type Settings, type SettingsOptions } from './read-settings.ts';
import { createPluginFs } from './plugin-fs.ts';
import { addProviders, listPlugins, type PluginFile } from './use-plugins.ts';
import { checkSections, sectionsOf } from './sections.ts';
import { checkLock, lockFor, lockGuard } from '../lock/check-lock.ts';
import { misspeltVariables } from '../layers/environment-layer.ts';
import { didYouMean } from '../lib/nearest.ts';

export interface LoadOptions extends SettingsOptions {
  /** Told of each diagnostic as it is made. */
  readonly onDiagnostic?: ((diagnostic: ConfigDiagnostic) => void) | undefined;
  /** Gets what plugins log. */
  readonly onLog?:
    | ((entry: { readonly plugin: string; readonly level: string; readonly message: string }) => void)
    | undefined;
}

/** What a configuration makes: a registry and agents, and what is wrong with the parts that are not there. */
export interface Pegboard extends AsyncDisposable {
  readonly registry: Registry;
  /** Those that could be made, by name, in the order of the file. */
  readonly agents: Readonly<Record<string, Agent>>;
  /** An agent by name; without a name the first of the file. Throws `ConfigError` when it is not there, saying why. */
  agent(name?: string): Agent;
  /** What each agent was made of, the settings at the top of the file included; also of those that could not be made. */
  readonly settings: Readonly<Record<string, CheckedAgent>>;
  /** All settings in one, references filled in: it may hold secrets. */
  readonly config: CheckedConfig;
  /** Absolute path of the configuration; absent when there is none. */
  readonly file?: string;
  /** Paths in the configuration are relative to it. */
  readonly folder: string;
  readonly profile?: string;
  readonly diagnostics: readonly ConfigDiagnostic[];
  /** The JSON Schema of this configuration for editors, with the settings and sections of its plugins. */
  schema(): JsonObject;
  /** Takes what came from the environment, and from files of one line, out of a text that is to be shown. */
  redact(text: string): string;
  /** Plugins leave. Never rejects; again is fine. */
  dispose(): Promise<void>;
}

/**
 * Finds, reads and checks the configuration, sets up its plugins and makes its agents. A plugin or an agent that fails is a diagnostic, the
 * rest works. Rejects with `ConfigError` for mistakes in the settings themselves, for a plugin that is `required`, and for tools that
 * differ under `lock: enforce`.
 */
export async function loadPegboard(options: LoadOptions = {}): Promise<Pegboard> {
  return (await load(options, await readSettings(options))).pegboard;
}

/** A pegboard, and what those who watch its files must know. */
export interface Loaded {
  readonly pegboard: Pegboard;
  readonly settings: Settings;
  readonly files: readonly PluginFile[];
}

export async function load(options: LoadOptions, settings: Settings): Promise<Loaded> {
  const report = createReport(settings, options.onDiagnostic);
  for (const { name, near } of misspeltVariables(settings.env)) {
    const hint = `Did you mean ${near}?`;
    report.add({ about: 'environment', name, severity: 'warning', cause: 'there is no such setting', hint });
  }
  const agents = agentSettings(settings.config);
  const listed = listPlugins(settings, report, options.version);
  const registry = createRegistry({
    brokers: { env: (name) => settings.env[name], fs: createPluginFs(settings.folder) },
    plugins: listed.entries,
    sections: sectionsOf(settings),
    onDiagnostic: (diagnostic) => report.plugin(diagnostic, listed.known.placeOf(diagnostic.plugin)),
    ...(options.onLog && { onLog: options.onLog }),
  });
  try {
    await registry.ready();
    await addProviders(registry, settings, agents, { report, known: listed.known, version: options.version });
    checkSections(registry, settings, report);
    const made = await lockedAgents(registry, settings, agents, report);
    return {
      pegboard: assemble(registry, made, { settings, report, agents, known: listed.known }),
      settings,
      files: listed.files,
    };
  } catch (error) {
    await registry.dispose();
    throw report.clean(error);
  }
}

/** The agents, their tools compared with the lock. */
async function lockedAgents(
  registry: Registry,
  settings: Settings,
  agents: ReadonlyMap<string, CheckedAgent>,
  report: Report,
): Promise<ReadonlyMap<string, Agent>> {
  const { lock: mode } = settings.config;
  const lock = await lockFor(settings.folder, mode);
  const hooks = lock && mode === 'enforce' ? [lockGuard(lock)] : [];
  const made = await buildAgents(registry, settings, agents, { report, hooks });
  if (lock) await checkLock({ registry, agents: Object.fromEntries(made) }, lock, mode, report);
  return made;
}

interface Parts {
  readonly settings: Settings;
  readonly report: Report;
  readonly agents: ReadonlyMap<string, CheckedAgent>;
  readonly known: KnownPlugins;
}

function assemble(
  registry: Registry,
  made: ReadonlyMap<string, Agent>,
  { settings, report, agents, known }: Parts,
): Pegboard {
  const { config, file, folder, profile } = settings;
  return {
    registry,
    agents: Object.fromEntries(made),
    agent(name = agents.keys().next().value) {
      const agent = name === undefined ? undefined : made.get(name);
      if (agent) return agent;
      throw noAgent(name, [...agents.keys()], report.diagnostics);
    },
    settings: Object.fromEntries(agents),
    config,
    folder,
    ...(file !== undefined && { file }),
    ...(profile !== undefined && { profile }),
    diagnostics: report.diagnostics,
    redact: report.redact,
    schema: () => configSchema(known.described()),
    dispose: () => registry.dispose(),
    [Symbol.asyncDispose]: () => registry.dispose(),
  };
}

function noAgent(
  name: string | undefined,
  names: readonly string[],
  diagnostics: readonly ConfigDiagnostic[],
): ConfigError {
  const failed = diagnostics.find((diagnostic) => diagnostic.about === 'agent' && diagnostic.name === name);
  if (failed) {
    return new ConfigError({
      what: `The agent "${name}" could not be made`,
      evidence: failed.cause,
      fix: failed.hint,
    });
  }
  return new ConfigError({
    code: 'unknown-name',
    what: `There is no agent "${name}"`,
    evidence: names.length > 0 ? `There are ${names.join(', ')}` : 'The configuration has none',
    fix: didYouMean(name ?? '', names).trim() || 'Add it under agents',
  });
}
