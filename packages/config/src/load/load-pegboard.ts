import { type Agent, ConfigError, createRegistry, type Registry } from '@pegboard/core';
import type { CheckedAgent, CheckedConfig } from '../check/config-schema.ts';
import { agentSettings } from './agent-settings.ts';
import { buildAgents } from './build-agents.ts';
import type { ConfigDiagnostic } from './diagnostic.ts';
import { createReport, type Report } from './report.ts';
import { readSettings, type Settings, type SettingsOptions } from './read-settings.ts';
import { pluginHost } from './plugin-host.ts';
import { addProviders, listPlugins } from './use-plugins.ts';
import { checkSections, sectionsOf } from './sections.ts';
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
  /** Takes what came from the environment out of a text that is to be shown. */
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
  const settings = await readSettings(options);
  const report = createReport(settings, options.onDiagnostic);
  const agents = agentSettings(settings.config);
  const listed = listPlugins(settings, report, options.version);
  const registry = createRegistry({
    ...pluginHost(settings),
    plugins: listed.entries,
    sections: sectionsOf(settings),
    onDiagnostic: (diagnostic) => report.plugin(diagnostic, listed.placeOf(diagnostic.plugin)),
    ...(options.onLog && { onLog: options.onLog }),
  });
  try {
    await registry.ready();
    await addProviders(registry, settings, agents, report, options.version);
    checkSections(registry, settings, report);
    return assemble(registry, await buildAgents(registry, settings, agents, report), {
      settings,
      report,
      agents,
    });
  } catch (error) {
    await registry.dispose();
    throw report.clean(error);
  }
}

interface Parts {
  readonly settings: Settings;
  readonly report: Report;
  readonly agents: ReadonlyMap<string, CheckedAgent>;
}

function assemble(
  registry: Registry,
  made: ReadonlyMap<string, Agent>,
  { settings, report, agents }: Parts,
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
