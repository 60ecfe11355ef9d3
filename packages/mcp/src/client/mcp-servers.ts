import { type AnyTool, ConfigError, type PrepareContext, type Toolset } from '@pegboard/core';
import { rename } from '@pegboard/core/tools';
import { withDeadline } from '@pegboard/core/provider';
import { disposed } from './keeper.ts';
import { createLink } from './create-link.ts';
import type { McpLink } from './mcp-link.ts';
import { type McpToolset, toolsetOf } from './mcp-toolset.ts';
import type { McpCommonOptions, McpDiagnostic, McpServerOptions } from './options.ts';
import { serverSpec } from './server-spec.ts';
import { marked } from './tool-names.ts';

/** Several servers as one toolset. Their tools stand under `server_tool`, and one that fails does not hold up the others. */
export interface McpServers extends Toolset {
  readonly id: 'mcp';
  readonly names: () => readonly string[];
  /** Undefined where there is none of that name. */
  readonly server: (name: string) => McpToolset | undefined;
  /** Offers its tools from the next turn on, also in runs that go on. Throws `ConfigError` for a name that is taken. */
  readonly add: (name: string, options: McpServerOptions) => McpToolset;
  /** Takes its tools away from the next turn on; calls that run may end, for 10 seconds. False where there is none of that name. */
  readonly remove: (name: string) => Promise<boolean>;
  /** Of all servers, the removed ones included, in the order of time. */
  readonly diagnostics: () => readonly McpDiagnostic[];
  readonly pids: () => readonly number[];
  readonly list: (ctx: PrepareContext) => Promise<readonly AnyTool[]>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

interface Entry {
  readonly link: McpLink;
  readonly toolset: McpToolset;
}

/** Milliseconds that the calls of a removed server may take. */
const drainMs = 10_000;

/** The tools of several MCP servers; `defaults` hold for those that say nothing else. Throws `ConfigError` as `mcpServer` does. */
export function mcpServers(
  servers: Readonly<Record<string, McpServerOptions>>,
  defaults: McpCommonOptions = {},
): McpServers {
  const entries = new Map<string, Entry>();
  const past: McpDiagnostic[] = [];
  const renamed = new WeakMap<AnyTool, AnyTool>();
  let gone = false;

  const add = (name: string, options: McpServerOptions): McpToolset => {
    if (gone) throw disposed('all');
    if (entries.has(name)) throw taken(name);
    const spec = serverSpec({ ...defaults, ...options, name });
    const link = createLink(spec, spec.options.required ?? false);
    const toolset = toolsetOf(link);
    entries.set(name, { link, toolset });
    return toolset;
  };
  for (const [name, options] of Object.entries(servers)) add(name, options);

  return Object.freeze<McpServers>({
    id: 'mcp',
    names: () => [...entries.keys()],
    server: (name) => entries.get(name)?.toolset,
    add,
    async remove(name) {
      const entry = entries.get(name);
      if (!entry) return false;
      entries.delete(name);
      await withDeadline(() => entry.link.calls.idle(), { ms: drainMs }).catch(() => undefined);
      await entry.link.close();
      past.push(...entry.link.diagnostics.all);
      return true;
    },
    diagnostics: () =>
      [...past, ...all(entries).flatMap(({ link }) => link.diagnostics.all)].toSorted((a, b) => a.at - b.at),
    pids: () => all(entries).flatMap(({ toolset }) => toolset.pids()),
    async open(ctx) {
      if (gone) throw disposed('all');
      await Promise.all(all(entries).map(async ({ toolset }) => toolset.open?.(ctx)));
    },
    async list(ctx) {
      if (gone) throw disposed('all');
      const lists = await Promise.all(all(entries).map(({ link }) => link.tools(ctx)));
      return withoutClashes(lists.flat(), renamed);
    },
    async [Symbol.asyncDispose]() {
      gone = true;
      await Promise.all(all(entries).map(({ link }) => link.close()));
    },
  });
}

function all(entries: ReadonlyMap<string, Entry>): readonly Entry[] {
  return [...entries.values()];
}

/** `a` with a tool `b_c` and `a_b` with a tool `c` are told apart by a mark on the second. */
function withoutClashes(tools: readonly AnyTool[], renamed: WeakMap<AnyTool, AnyTool>): readonly AnyTool[] {
  const used = new Set<string>();
  return tools.map((tool) => {
    const free = used.has(tool.name) ? unique(tool, renamed) : tool;
    used.add(free.name);
    return free;
  });
}

function unique(tool: AnyTool, renamed: WeakMap<AnyTool, AnyTool>): AnyTool {
  const known = renamed.get(tool);
  if (known) return known;
  const made = rename(tool, { [tool.name]: marked(tool.name, JSON.stringify(tool.metadata)) });
  renamed.set(tool, made);
  return made;
}

function taken(name: string): ConfigError {
  return new ConfigError({
    code: 'duplicate-name',
    what: `There is an MCP server "${name}" already`,
    fix: 'Remove it first, or give this one another name',
  });
}
