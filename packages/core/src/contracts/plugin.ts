import type { Hooks } from './hooks.ts';
import type { Awaitable } from './json.ts';
import type { Memory } from './memory.ts';
import type { Provider } from './provider.ts';
import type { AnySchema } from './standard-schema.ts';
import type { AnyTool } from './tool.ts';
import type { Toolset } from './toolset.ts';

/** A package of contributions. `setup` returns what it adds, so that a failed one leaves nothing behind. */
export interface Plugin<Config = unknown> {
  readonly name: string;
  /** Version of this contract. */
  readonly api: 1;
  readonly config?: AnySchema;
  readonly permissions?: PluginPermissions;
  setup(ctx: PluginContext<Config>): Awaitable<PluginContributions>;
}

/** What a plugin says that it needs. */
export interface PluginPermissions {
  /** Host names. */
  readonly net?: readonly string[];
  /** Names of environment variables. */
  readonly env?: readonly string[];
  /** Paths. */
  readonly fs?: readonly string[];
  readonly spawn?: boolean;
}

export interface PluginContext<Config = unknown> {
  readonly config: Config;
  readonly signal: AbortSignal;
  readonly fetch: typeof fetch;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: (message: string) => void;
  /** Runs when the plugin leaves, last registered first. */
  readonly onDispose: (callback: () => Awaitable<void>) => void;
}

export interface PluginContributions {
  readonly tools?: readonly AnyTool[];
  readonly toolsets?: readonly Toolset[];
  readonly providers?: readonly Provider[];
  readonly memories?: Readonly<Record<string, Memory>>;
  readonly hooks?: readonly Hooks[];
}
