import type { Agent } from '../agent/agent.ts';
import type { AgentOptions } from '../agent/run-config.ts';
import type { JsonValue } from '../contracts/json.ts';
import type { Memory } from '../contracts/memory.ts';
import type {
  LogLevel,
  Plugin,
  PluginCommand,
  PluginDiagnostic,
  PluginInfo,
  PluginManifest,
  PluginPermissions,
  PluginSection,
  ServiceToken,
} from '../contracts/plugin.ts';
import type { PluginFs } from '../contracts/plugin-fs.ts';
import type { Provider, Target } from '../contracts/provider.ts';
import type { SchemaFit } from '../contracts/schema-dialect.ts';
import type { AnyTool } from '../contracts/tool.ts';
import type { Toolset } from '../contracts/toolset.ts';
import type { ToolSelector } from '../tools/select-tools.ts';

/** A plugin and how the application wants it. One of `plugin` and `load` is needed. */
export interface PluginEntry {
  readonly plugin?: Plugin | undefined;
  /** Gives the plugin, or a module that exports it as `plugin` or by default; called with a deadline when the registry sets it up. */
  readonly load?: (() => unknown) | undefined;
  /** What its package.json says; checked before `load` is called. */
  readonly manifest?: PluginManifest | undefined;
  /** What it is called until it is loaded; default the manifest's name. */
  readonly name?: string | undefined;
  /** Its name and the namespace of its tools in this registry, in place of its own. */
  readonly as?: string | undefined;
  /** In place of every other namespace; `''`: its tools keep their bare names. */
  readonly namespace?: string | undefined;
  readonly config?: unknown;
  /** In place of the plugin's own `required`. */
  readonly required?: boolean | undefined;
  /** What it may do; must cover what it declares. `true`: all of that. Default the registry's `permissions`. */
  readonly grants?: Grants | undefined;
}

export type Grants = PluginPermissions | true;

/** Milliseconds for one plugin; `false`: none. */
export interface PluginDeadlines {
  /** To load its module; default 30,000. */
  readonly readMs?: number | false;
  /** To validate its config; default 10,000. */
  readonly configMs?: number | false;
  /** For `setup`, and for a section of the configuration to be applied; time in which it waits for services does not count. Default 30,000. */
  readonly setupMs?: number | false;
  /** For runs that use it to end after it was removed or replaced; default 60,000. */
  readonly drainMs?: number | false;
  /** For all that it registered with `onDispose`, and its toolsets; default 10,000. */
  readonly disposeMs?: number | false;
}

/** How plugins reach the world, given by the host: core itself touches no files. What a plugin was not granted does not get here. */
export interface PluginBrokers {
  /** Default the platform's. It is called with `redirect: 'manual'`, once for each hop. */
  readonly fetch?: typeof fetch;
  /** Default the environment of the process, where there is one. */
  readonly env?: (name: string) => string | undefined;
  /** Default none: `fs` rejects. */
  readonly fs?: PluginFs;
}

export interface PluginLogEntry {
  readonly plugin: string;
  readonly level: LogLevel;
  readonly message: string;
}

export interface RegistryOptions {
  readonly providers?: readonly Provider[];
  readonly tools?: readonly AnyTool[];
  readonly toolsets?: readonly Toolset[];
  readonly memories?: Readonly<Record<string, Memory>>;
  /** Set up side by side; where two clash the first in the list stays. `ready()` waits for them. */
  readonly plugins?: readonly (Plugin | PluginEntry)[];
  /** Values for the sections that plugins claim, as at the top of a configuration file. */
  readonly sections?: Readonly<Record<string, unknown>>;
  /**
   * What plugins may do, by their names; a plugin that declares more than it is granted is not set up. Without it every plugin may do what
   * it declares.
   */
  readonly permissions?: Readonly<Record<string, Grants>>;
  readonly brokers?: PluginBrokers;
  readonly deadlines?: PluginDeadlines;
  /** Told of each diagnostic as it is made. What it throws is ignored. */
  readonly onDiagnostic?: (diagnostic: PluginDiagnostic) => void;
  /** Gets what plugins log. */
  readonly onLog?: (entry: PluginLogEntry) => void;
}

/** An agent by names. Its runs use what the registry holds when they start, to their end. */
export interface AgentSpec<T = JsonValue> extends Omit<
  AgentOptions<T>,
  'provider' | 'model' | 'tools' | 'memory'
> {
  /** Provider and model in one: `openai/gpt-6-astra`. */
  readonly model: string;
  /** Models that are asked in turn when the first fails, as for `withFallback`. */
  readonly fallback?: readonly string[];
  /** Tools of the registry by name, glob or tag (`!` takes away), or tools and toolsets themselves. Default: none. */
  readonly tools?: readonly (ToolSelector | Toolset)[];
  /** One of the registry's by name, or any. */
  readonly memory?: Memory | string;
  /** Values for the sections that plugins claim, as inside an agent's entry of a configuration file. */
  readonly sections?: Readonly<Record<string, unknown>>;
}

/** A section, and whose it is. */
export interface ClaimedSection extends Omit<PluginSection, 'apply'> {
  readonly name: string;
  readonly plugin: string;
}

export interface OwnedCommand extends PluginCommand {
  readonly plugin: string;
}

/** What `swap` gives when the new version is in place. */
export interface Swapped {
  /** Resolves when the last run on the old version is over, or its deadline, and the old version is disposed of. Never rejects. */
  readonly drained: Promise<void>;
}

/** Providers, tools and plugins by name, as a value that the application owns. Lookups throw `ConfigError` for what is not there, with the nearest. */
export interface Registry extends AsyncDisposable {
  provider(name: string): Provider;
  /** The target that `provider/model` stands for. The model's name may hold further slashes. */
  model(id: string): Target;
  /** Those of plugins are known by the names they have here, and by `plugin:name`. Tools of toolsets are known only in a run. */
  tools(selectors?: readonly ToolSelector[]): readonly AnyTool[];
  memory(name: string): Memory;
  service<T>(token: ServiceToken<T>): T;
  readonly toolsets: readonly Toolset[];
  readonly providers: readonly Provider[];
  readonly commands: readonly OwnedCommand[];
  /** Those that plugins claim, once `ready()`. */
  readonly sections: readonly ClaimedSection[];
  /** Throws for unknown names at once; for sections use `resolveAgent`, or they are applied with the first run. */
  agent<T = JsonValue>(spec: AgentSpec<T>): Agent<T>;
  /** Like `agent`, when `ready()` and with its sections applied. */
  resolveAgent<T = JsonValue>(spec: AgentSpec<T>): Promise<Agent<T>>;

  /** Every plugin that was given, as it stands, failed ones too. */
  readonly plugins: readonly PluginInfo[];
  get(name: string): PluginInfo | undefined;
  readonly diagnostics: readonly PluginDiagnostic[];
  /** How the input schema of each tool comes out at each provider, of what is registered now. Tools of toolsets are known only in a run. */
  readonly schemas: readonly SchemaFit[];
  /** Begins to set a plugin up and gives its remover, which resolves when the plugin has left. */
  add(plugin: Plugin | PluginEntry): () => Promise<void>;
  /**
   * Takes a plugin out: new runs do without at once. Those that use its services are set up anew without them, or fail. Resolves when runs that
   * use it are over, and it is disposed of. An unknown name is nothing to do.
   */
  remove(name: string): Promise<void>;
  /**
   * Sets `next` up beside the plugin and then puts it in its place, at once and whole; plugins that use its services are set up anew with it. Runs that have started keep the
   * old version. Rejects with `ConfigError`, and changes nothing, when the set-up fails. Name, config and grants stay unless `next` says others.
   */
  swap(plugin: string | Plugin, next: Plugin | PluginEntry): Promise<Swapped>;
  /** Resolves when every plugin is set up or has failed. Rejects with `ConfigError` only when one that is `required` has failed. */
  ready(): Promise<void>;
  /**
   * A registry in which everything of this one is found too, and whose own names count first: for one agent, one run, one turn. Its plugins
   * leave with it, and it leaves with this one.
   */
  child(options?: RegistryOptions): Registry;
  /** Plugins leave, last first, when their runs are over or their deadline is. Never rejects. Again is fine. */
  dispose(): Promise<void>;
}
