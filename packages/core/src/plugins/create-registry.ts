import type { JsonValue } from '../contracts/json.ts';
import type { Provider, Target } from '../contracts/provider.ts';
import type { AnyTool } from '../contracts/tool.ts';
import type { Toolset } from '../contracts/toolset.ts';
import { Agent } from '../agent/agent.ts';
import type { AgentOptions } from '../agent/run-config.ts';
import { ConfigError } from '../errors/config-error.ts';
import { didYouMean } from '../lib/nearest.ts';
import { checkTools } from '../tools/check-names.ts';
import { selectTools } from '../tools/select-tools.ts';

export interface RegistryOptions {
  readonly providers?: readonly Provider[];
  readonly tools?: readonly AnyTool[];
}

export interface AgentSpec<T = JsonValue> extends Omit<AgentOptions<T>, 'provider' | 'model' | 'tools'> {
  /** Provider and model in one: `openai/gpt-6-astra`. */
  readonly model: string;
  /** Tools of the registry by name or glob (`!` takes away), or tools and toolsets themselves. Default: none. */
  readonly tools?: readonly (AnyTool | Toolset | string)[];
}

/** Providers and tools by name, as a value that the application owns. */
export interface Registry {
  provider(name: string): Provider;
  /** The target that `provider/model` stands for. The model's name may hold further slashes. */
  model(id: string): Target;
  tools(selectors: readonly (AnyTool | string)[]): readonly AnyTool[];
  agent<T = JsonValue>(spec: AgentSpec<T>): Agent<T>;
}

/** Throws `ConfigError` when two providers or two tools share a name; its methods do so for unknown names, with the nearest known one. */
export function createRegistry({ providers = [], tools = [] }: RegistryOptions): Registry {
  const byName = new Map<string, Provider>();
  for (const provider of providers) {
    if (byName.has(provider.name)) throw duplicate(provider.name);
    byName.set(provider.name, provider);
  }
  checkTools(tools);
  const registry: Registry = {
    provider(name) {
      const provider = byName.get(name);
      if (provider) return provider;
      throw new ConfigError({
        code: 'unknown-name',
        what: `There is no provider "${name}"`,
        evidence: byName.size > 0 ? `There are ${[...byName.keys()].join(', ')}` : 'No provider was given',
        fix: didYouMean(name, byName.keys()).trim() || `Add one: createRegistry({ providers: [${name}()] })`,
      });
    },
    model(id) {
      const slash = typeof id === 'string' ? id.indexOf('/') : -1;
      if (slash <= 0 || slash === id.length - 1) {
        throw new ConfigError({
          what: 'A model is named by its provider and its own name',
          evidence: `got "${id}"`,
          fix: 'Write it as "openai/gpt-6-astra"',
        });
      }
      return { provider: registry.provider(id.slice(0, slash)), model: id.slice(slash + 1) };
    },
    tools: (selectors) => selectTools(selectors, tools),
    agent({ model, tools: selectors = [], ...options }) {
      const toolsets = selectors.filter(isToolset);
      const single = selectors.filter((tool) => !isToolset(tool)) as readonly (AnyTool | string)[];
      return new Agent({
        ...options,
        ...registry.model(model),
        tools: [...registry.tools(single), ...toolsets],
      });
    },
  };
  return registry;
}

function isToolset(tool: AnyTool | Toolset | string): tool is Toolset {
  return typeof tool === 'object' && tool !== null && 'list' in tool;
}

function duplicate(name: string): ConfigError {
  return new ConfigError({
    code: 'duplicate-name',
    what: `Two providers are named "${name}"`,
    fix: 'Give one another name, such as openai({ name: "openai-eu" })',
  });
}
