import type { Plugin, PluginContext } from '../contracts/plugin.ts';
import type { AnySchema, InferOutput } from '../contracts/standard-schema.ts';
import { ConfigError } from '../errors/config-error.ts';
import { thisCopy } from './core-copy.ts';
import { pluginBrand } from './plugin-brand.ts';
import { pluginProblem } from './plugin-problem.ts';

type Setup<Config> = (ctx: PluginContext<Config>) => ReturnType<Plugin['setup']>;

/** What an author writes of a plugin. */
export interface PluginDefinition<S extends object> extends Omit<
  Plugin,
  typeof pluginBrand | 'api' | 'config' | 'setup'
> {
  readonly api: 1;
  /** Any Standard Schema (zod, Valibot, ArkType …), `jsonSchema<T>()`, or a plain JSON Schema. */
  readonly config?: S;
  /** Called once, with a validated config, under a deadline. What it returns is there only if everything of it can be. */
  readonly setup: Setup<InferOutput<S>>;
}

/**
 * Defines a plugin for `createRegistry({ plugins: [ … ] })`. Nothing runs until a registry sets it up.
 * Throws `ConfigError` when the name, the api version or the shape will not do.
 */
export function definePlugin<S extends object>(
  definition: PluginDefinition<S> & { readonly config: S },
): Plugin<InferOutput<S>>;
export function definePlugin(
  definition: Omit<PluginDefinition<never>, 'config' | 'setup'> & {
    readonly config?: never;
    readonly setup: Setup<unknown>;
  },
): Plugin;
export function definePlugin(
  definition: Omit<Plugin, typeof pluginBrand | 'config'> & { readonly config?: AnySchema },
): Plugin {
  const plugin: Plugin = Object.freeze({ ...definition, [pluginBrand]: thisCopy() });
  const problem = pluginProblem(plugin);
  if (!problem) return plugin;
  throw new ConfigError({
    what: `Plugin "${definition.name}" cannot be defined`,
    evidence: problem.cause,
    fix: problem.hint,
  });
}
