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
  const asked = await Promise.all(sourcesOf({ registry, agents }).map(ask));
  const tools = new Map<string, LockedTool>();
  for (const { found, origin } of asked) {
    for (const tool of found) if (!tools.has(tool.name)) tools.set(tool.name, lockedTool(tool, origin));
  }
  const silent = asked.flatMap(({ origin, cause }) =>
    cause === undefined ? [] : [{ from: origin.from, cause }],
  );
  return { version: 1, tools: Object.fromEntries(tools), silent };
}

interface Source {
  readonly source: AnyTool | Toolset;
  readonly origin: Origin;
}

function sourcesOf({ registry, agents }: LockSource): readonly Source[] {
  const own = registry
    .tools()
    .map((source) => ({ source, origin: originOf(registry, source.name, 'tools') }));
  const sets = registry.toolsets.map((source) => ({
    source,
    origin: originOf(registry, source.id ?? 'without id', 'toolsets'),
  }));
  // What an agent's own sections bring is known to the agent only. Its toolset of the registry's is asked above.
  const ofAgents = Object.entries(agents).flatMap(([name, { options }]) =>
    (options.tools ?? [])
      .filter((source) => !('list' in source && source.id === 'registry'))
      .map((source) => ({ source, origin: { from: `agent ${name}` } })),
  );
  return [...own, ...sets, ...ofAgents];
}

interface Asked {
  readonly found: readonly AnyTool[];
  readonly origin: Origin;
  /** Why it did not say. */
  readonly cause?: string;
}

async function ask({ source, origin }: Source): Promise<Asked> {
  if (!('list' in source)) return { found: [source], origin };
  try {
    return { found: await listTools(source), origin };
  } catch (error) {
    return { found: [], origin, cause: error instanceof Error ? error.message : String(error) };
  }
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
