import {
  type Agent,
  type AgentOptions,
  type AgentSpec,
  type Hooks,
  inProcessMemory,
  isPegboardError,
  type Registry,
} from '@pegboard/core';
import { passedOn } from '../check/agent-schema.ts';
import { startsWith } from '../check/check-config.ts';
import { agentKeys, type CheckedAgent } from '../check/config-schema.ts';
import { providerPackages } from '../discover/packages.ts';
import { didYouMean } from '../lib/nearest.ts';
import type { Settings } from './read-settings.ts';
import type { Report } from './report.ts';
import { toolOptions } from './tool-options.ts';

/** Makes the agents, in the order of the file. One that cannot be made is reported. */
export async function buildAgents(
  registry: Registry,
  settings: Settings,
  agents: ReadonlyMap<string, CheckedAgent>,
  { report, hooks }: { readonly report: Report; readonly hooks: readonly Hooks[] },
): Promise<ReadonlyMap<string, Agent>> {
  const made = new Map<string, Agent>();
  for (const [name, agent] of agents) {
    const path = ['agents', name];
    const broken = settings.unresolved.find((problem) => startsWith(problem.path, path));
    const problem = broken
      ? { cause: broken.text, hint: 'Without it there is no such agent' }
      : (withoutModel(agent) ?? withoutProvider(agent, registry));
    if (problem) {
      report.add({ about: 'agent', name, severity: 'error', ...problem }, broken?.path ?? path);
      continue;
    }
    try {
      made.set(name, await registry.resolveAgent(agentSpec(name, agent, hooks)));
    } catch (error) {
      report.add({ about: 'agent', name, severity: 'error', ...wordsFor(error, name) }, path);
    }
  }
  return made;
}

interface Words {
  readonly cause: string;
  readonly hint: string;
}

function withoutModel({ model }: CheckedAgent): Words | undefined {
  if (model !== undefined) return undefined;
  return {
    cause: 'it has no model',
    hint: 'Write `model: local/rules` for it or at the top, or set PEGBOARD_MODEL',
  };
}

/** The registry would say how to add a provider in code, which is no help in a file. */
function withoutProvider({ model = '', fallback = [] }: CheckedAgent, registry: Registry): Words | undefined {
  const names = registry.providers.map(({ name }) => name);
  const isKnown = (name: string): boolean => names.includes(name) || Object.hasOwn(providerPackages, name);
  const missing = [model, ...fallback]
    .map((one) => one.slice(0, one.indexOf('/')))
    .find((one) => !isKnown(one));
  if (missing === undefined) return undefined;
  const near = didYouMean(missing, [...names, ...Object.keys(providerPackages)]).trim();
  return {
    cause: `there is no provider "${missing}"`,
    hint: near || 'List the plugin that offers it under plugins, and see that it is set up',
  };
}

/** An agent's settings as `registry.agent` takes them. */
function agentSpec(name: string, agent: CheckedAgent, hooks: readonly Hooks[]): AgentSpec {
  const { model = '', fallback = [], tools = [], approval, memory, toolConfig } = agent;
  const sections = Object.entries(agent).filter(([key]) => !agentKeys.includes(key));
  const passed = Object.fromEntries(
    passedOn.flatMap((key) => (agent[key] === undefined ? [] : [[key, agent[key]]])),
  );
  return {
    ...(passed as Partial<AgentOptions>), // what the schema let through
    name,
    model,
    tools,
    ...(fallback.length > 0 && { fallback }),
    ...(approval && { approval: approval as NonNullable<AgentOptions['approval']> }), // its optional members are absent, not undefined
    ...(memory !== undefined && { memory: memory === 'in-process' ? inProcessMemory() : memory }),
    hooks: [...hooks, ...(toolConfig ? [toolOptions(toolConfig)] : [])],
    sections: Object.fromEntries(sections),
  };
}

function wordsFor(error: unknown, name: string): Words {
  const message = error instanceof Error ? error.message : String(error);
  return {
    cause: message,
    hint: isPegboardError(error) ? `Correct the agent "${name}"` : 'Look at the plugins that the agent uses',
  };
}
