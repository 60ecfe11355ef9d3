import type { Agent, AnyTool, Registry, Toolset } from '@pegboard/core';
import { withDeadline } from '@pegboard/core/provider';
import { lockedTool, type LockedTool, type Origin } from './fingerprint.ts';
import type { Lock } from './lock-file.ts';

/** Where tools are looked for: a `Pegboard` is one. */
export interface LockSource {
  readonly registry: Registry;
  readonly agents: Readonly<Record<string, Agent>>;
}

/** The tools as they are now. */
export interface CurrentLock extends Lock {
  /** Toolsets that could not be asked, such as servers that do not answer. */
  readonly silent: readonly { readonly from: string; readonly cause: string }[];
}

/** Milliseconds for a toolset to list its tools. */
const listMs = 30_000;

/** Asks for every tool of the registry and of its agents; servers are connected to. */
export async function currentLock({ registry, agents }: LockSource): Promise<CurrentLock> {
  const tools = new Map<string, LockedTool>();
  const silent: { from: string; cause: string }[] = [];
  const add = (tool: AnyTool, origin: Origin): void => {
    if (!tools.has(tool.name)) tools.set(tool.name, lockedTool(tool, origin));
  };
  const addAll = async (source: AnyTool | Toolset, origin: Origin): Promise<void> => {
    if (!('list' in source)) return add(source, origin);
    try {
      for (const tool of await listTools(source)) add(tool, origin);
    } catch (error) {
      silent.push({ from: origin.from, cause: error instanceof Error ? error.message : String(error) });
    }
  };
  for (const tool of registry.tools()) add(tool, originOf(registry, tool.name, 'tools'));
  for (const set of registry.toolsets)
    await addAll(set, originOf(registry, set.id ?? 'without id', 'toolsets'));
  // What an agent's own sections bring is known to the agent only. Its toolset of the registry's has been asked above.
  for (const [name, { options }] of Object.entries(agents)) {
    for (const source of options.tools ?? []) {
      if ('list' in source && source.id === 'registry') continue;
      await addAll(source, { from: `agent ${name}` });
    }
  }
  return { version: 1, tools: Object.fromEntries(tools), silent };
}

function originOf(registry: Registry, name: string, kind: 'tools' | 'toolsets'): Origin {
  const owner = registry.plugins.find((plugin) => plugin[kind].includes(name));
  if (!owner) return { from: name };
  const from = kind === 'tools' ? owner.name : `${owner.name}: ${name}`;
  return { from, permissions: owner.permissions };
}

async function listTools(toolset: Toolset): Promise<readonly AnyTool[]> {
  const signal = AbortSignal.timeout(listMs);
  const ctx = { context: undefined as never, messages: [], runId: 'lock', turn: 0, signal }; // nobody's context
  return withDeadline(
    async () => {
      await toolset.open?.(ctx);
      return toolset.list(ctx);
    },
    { ms: listMs },
  );
}
