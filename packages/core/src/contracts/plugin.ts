import type { BuiltinTool } from './builtin-tool.ts';
import type { Hooks } from './hooks.ts';
import type { Awaitable } from './json.ts';
import type { Memory } from './memory.ts';
import type { PluginFs } from './plugin-fs.ts';
import type { Provider } from './provider.ts';
import type { AnySchema } from './standard-schema.ts';
import type { AnyTool } from './tool.ts';
import type { Toolset } from './toolset.ts';

/** A package of contributions, made by `definePlugin`. `setup` returns what it adds, so that a failed one leaves nothing behind. */
export interface Plugin<Config = unknown> {
  readonly [pluginBrand]: PluginBrand;
  /** As its package is named, or any other name of letters, digits and `@ / . _ -`. */
  readonly name: string;
  readonly version?: string;
  /** Version of this contract; a registry takes its own and the one before. */
  readonly api: number;
  /** Put before the names of its tools (`weather_now`). Default its name; packages of Pegboard itself have none. */
  readonly namespace?: string;
  /** Of the config that `setup` is given, validated. Without it `config` is whatever was given. */
  readonly config?: AnySchema;
  readonly permissions?: PluginPermissions;
  /** Keys of a configuration file that this plugin understands. */
  readonly sections?: Readonly<Record<string, PluginSection>>;
  /** Where its hooks stand among those of other plugins: before (outside of) some, after (inside of) others, by their names. */
  readonly order?: PluginOrder;
  /** Services that must be there before `setup` is called, which waits for the plugins that offer them. */
  readonly needs?: readonly ServiceToken[];
  /** Services that it will offer: lets a registry tell who waits for whom. */
  readonly offers?: readonly ServiceToken[];
  /** True: an application cannot do without; `ready()` rejects when it fails. Default false. */
  readonly required?: boolean;
  /** A method, so that a plugin of any config is a `Plugin`. */
  setup(ctx: PluginContext<Config>): Awaitable<PluginContributions | undefined | void>;
}

/** Recognises plugins across copies of this package. Its value is `Symbol.for('pegboard.plugin')`. */
export declare const pluginBrand: unique symbol;

/** What a plugin knows of the copy of core that defined it. */
export interface PluginBrand {
  /** Version of core. */
  readonly core: string;
  /** The same object for all that one loaded copy defines. */
  readonly copy: object;
}

/** What a plugin says that it needs. In the same process this is honoured by `fetch`, `env` and `fs` of its context and otherwise advice. */
export interface PluginPermissions {
  /** Host names, with a port where only that one is meant: `api.example.com`, `*.example.com`, `localhost:8080`; `*` is any. */
  readonly net?: readonly string[];
  /** Names of environment variables; `ACME_*` is any that begins so. */
  readonly env?: readonly string[];
  /** Files and folders with all in them, to read and to write. */
  readonly fs?: readonly string[];
  /** Files and folders with all in them, to read only. */
  readonly fsRead?: readonly string[];
  /** Starts other programs. */
  readonly spawn?: boolean;
}

export interface PluginOrder {
  readonly before?: readonly string[];
  readonly after?: readonly string[];
}

/** What `setup` is given. Everything in it ends with the plugin. */
export interface PluginContext<Config = unknown> {
  /** Name of this plugin in the registry, which the application may have chosen. */
  readonly name: string;
  readonly config: Config;
  readonly log: (message: string, level?: LogLevel) => void;
  /** Reaches the hosts of `permissions.net` only, also when it is redirected. Rejects with `ConfigError` for others. */
  readonly fetch: typeof fetch;
  /** Holds the variables of `permissions.env`. Reading another one throws `ConfigError`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reaches the paths of `permissions.fs` and `fsRead`. Rejects with `ConfigError` for others, and where the host gives no files. */
  readonly fs: PluginFs;
  /** Aborts when the plugin leaves, or when its set-up has taken too long. */
  readonly signal: AbortSignal;
  /** Runs when the plugin leaves, last registered first; at once where it has left already. */
  readonly onDispose: (callback: () => Awaitable<void>) => void;
  readonly services: PluginServices;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Names a service and its type; made by `defineService`. The same name is the same service, in every copy of this package. */
export interface ServiceToken<out T = unknown> {
  readonly service: string;
  readonly '~type'?: T;
}

export interface PluginServices {
  /** A service that the plugin `needs`, or one that is there already. Throws `ConfigError` when there is none. */
  get<T>(token: ServiceToken<T>): T;
  /** The same, undefined when there is none. */
  find<T>(token: ServiceToken<T>): T | undefined;
}

/** A service and its token; made by `offer`. */
export interface OfferedService<T = unknown> {
  readonly token: ServiceToken<T>;
  readonly value: T;
}

/** What a plugin adds. All of it is there at once, and all of it leaves with the plugin. */
export interface PluginContributions {
  /** Named `namespace_name` in the registry. Those without a `version` get the plugin's. */
  readonly tools?: readonly AnyTool[];
  /** Their tools are named in the same way. Disposed of with the plugin. */
  readonly toolsets?: readonly Toolset[];
  readonly providers?: readonly Provider[];
  readonly memories?: Readonly<Record<string, Memory>>;
  /** For every agent of the registry. */
  readonly hooks?: readonly Hooks[];
  /** How the sections are applied that the plugin claims and that have no `apply` of their own. */
  readonly sections?: Readonly<Record<string, ApplySection>>;
  /** For the command line. */
  readonly commands?: readonly PluginCommand[];
  readonly services?: readonly OfferedService[];
}

/** A key of a configuration file, at its top or inside an agent's entry, such as `mcpServers`. */
export interface PluginSection {
  readonly description?: string;
  /** The value is validated before it is applied. Without it anything is taken. */
  readonly schema?: AnySchema;
  /** Where the key may stand; default in both places. */
  readonly at?: 'top' | 'agent';
  /** Absent: `setup` returns it. */
  apply?(value: never, ctx: SectionContext): Awaitable<SectionContributions>;
}

export type ApplySection = (value: never, ctx: SectionContext) => Awaitable<SectionContributions>;

export interface SectionContext {
  /** Name of the agent whose entry holds the section; absent at the top. */
  readonly agent?: string;
  readonly signal: AbortSignal;
  /** Runs when what was applied is no longer used. */
  readonly onDispose: (callback: () => Awaitable<void>) => void;
}

/** What a section adds: to the registry where it stands at the top, otherwise to that agent. Names are taken as they are. */
export interface SectionContributions {
  readonly tools?: readonly AnyTool[];
  readonly toolsets?: readonly Toolset[];
  readonly hooks?: readonly Hooks[];
  /** Only inside an agent's entry. */
  readonly builtinTools?: readonly BuiltinTool[];
  /** Only at the top. */
  readonly providers?: readonly Provider[];
  /** Only at the top. */
  readonly memories?: Readonly<Record<string, Memory>>;
}

/** Something that can be done from the command line: `pegboard mcp serve` for the name `mcp` and the arguments `['serve']`. */
export interface PluginCommand {
  readonly name: string;
  readonly description: string;
  /** The exit code; nothing is 0. */
  run(args: readonly string[], ctx: CommandContext): Awaitable<number | undefined | void>;
}

export interface CommandContext {
  /** Aborts when the user stops the command. */
  readonly signal: AbortSignal;
  /** To the standard output, as it is. */
  readonly write: (text: string) => void;
  /** To the standard error output, as it is. */
  readonly writeError: (text: string) => void;
  /** The tools of the registry by name or glob. */
  readonly tools: (selectors: readonly string[]) => readonly AnyTool[];
  /** The registry's toolsets. */
  readonly toolsets: readonly Toolset[];
}

/** What a plugin goes through. */
export type PluginStage =
  | 'found'
  | 'read'
  | 'checked'
  | 'configured'
  | 'setup'
  | 'ready'
  | 'draining'
  | 'disposed';

/** The stage that a plugin has reached, or that it failed. */
export type PluginState = PluginStage | 'failed';

/** Something that is wrong with a plugin, for people. */
export interface PluginDiagnostic {
  /** Name of the plugin in the registry. */
  readonly plugin: string;
  /** What it did not get through; for warnings, where it was noticed. */
  readonly stage: PluginStage;
  /** `error`: nothing of the plugin is there. `warning`: it works all the same. */
  readonly severity: 'error' | 'warning';
  readonly cause: string;
  /** What to do. */
  readonly hint: string;
  /** What was thrown, if something was. */
  readonly error?: unknown;
}

/** One plugin of a registry, as it stands. */
export interface PluginInfo {
  readonly name: string;
  readonly version?: string;
  readonly api?: number;
  readonly state: PluginState;
  readonly required: boolean;
  /** What its tools' names begin with; empty for none. */
  readonly namespace: string;
  readonly permissions: PluginPermissions;
  /** Names of its tools as they are in the registry; those of toolsets are known only at run time. */
  readonly tools: readonly string[];
  readonly toolsets: readonly string[];
  readonly providers: readonly string[];
  readonly memories: readonly string[];
  readonly hooks: number;
  readonly sections: readonly string[];
  readonly commands: readonly string[];
  readonly services: readonly string[];
}

/** What a package says of its plugin in package.json, under `pegboard`; read before any of its code runs. */
export interface PluginManifest {
  /** Path of the module, from the package's folder. */
  readonly entry?: string;
  readonly api: number;
  readonly name?: string;
  readonly version?: string;
  readonly namespace?: string;
  readonly sections?: readonly string[];
  readonly permissions?: PluginPermissions;
}
