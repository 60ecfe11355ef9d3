import type { TurnEdit } from '../contracts/hooks.ts';
import type { ToolSpec } from '../contracts/provider.ts';
import type { AnyTool, PrepareContext } from '../contracts/tool.ts';
import type { Toolset } from '../contracts/toolset.ts';
import { ConfigError } from '../errors/config-error.ts';
import { didYouMean } from '../lib/nearest.ts';
import { checkTools } from '../tools/check-names.ts';
import { selectTools, type ToolSelector } from '../tools/select-tools.ts';
import { type ActiveRun, callForeign } from './active-run.ts';
import { runInfo } from './hook-calls.ts';
import { isToolset } from './is-toolset.ts';

/** The tools of a turn where some come from toolsets, which are opened once in each process. */
export async function listTools(run: ActiveRun, ctx: PrepareContext): Promise<readonly AnyTool[]> {
  const { tools = [], selectors } = run.config;
  const available: AnyTool[] = tools.filter((tool) => !isToolset(tool)) as AnyTool[];
  const owners = new Map<AnyTool, string>();
  const listed = async (toolset: Toolset): Promise<readonly AnyTool[]> => {
    const name = `Toolset "${toolset.id ?? 'without id'}"`;
    if (!run.opened.has(toolset)) await callForeign(run, 'tool', name, () => toolset.open?.(ctx));
    run.opened.add(toolset);
    const found = await callForeign(run, 'tool', name, () => toolset.list(ctx));
    for (const tool of found) owners.set(tool, name);
    return found;
  };
  for (const toolset of tools.filter(isToolset)) available.push(...(await listed(toolset)));
  const own: ToolSelector[] = [];
  for (const each of selectors ?? []) own.push(...(isToolset(each) ? await listed(each) : [each]));
  const selected = selectors ? selectTools(own, available) : available;
  checkTools(selected, owners);
  return selected;
}

/** What the `turn` hooks change, one after the other. */
export async function askTurnHooks(run: ActiveRun, tools: readonly AnyTool[]): Promise<TurnEdit> {
  let edit: TurnEdit = {};
  for (const hooks of run.config.hooks) {
    if (!hooks.turn) continue;
    const { turn, messages } = run.state;
    const ctx = { ...runInfo(run), turn, messages, tools: edit.tools ?? tools, state: run.state };
    const change = await callForeign(run, 'hook', `Hook "${hooks.name ?? 'turn'}"`, () => hooks.turn?.(ctx));
    if (change) edit = { ...edit, ...change };
  }
  return edit;
}

/** A tool, and what the model is told of it. */
export interface Offered {
  readonly tool: AnyTool;
  readonly spec: ToolSpec;
}

/** The tools that their own `prepare` leaves in the turn. */
export async function preparedTools(
  run: ActiveRun,
  tools: readonly AnyTool[],
  ctx: PrepareContext,
): Promise<readonly Offered[]> {
  const offered: Offered[] = [];
  for (const tool of tools) {
    const { prepare } = tool;
    const { name, description, inputSchema } = tool;
    const spec = prepare
      ? await callForeign(run, 'tool', `\`prepare\` of ${name}`, () =>
          prepare(Object.freeze({ name, description, inputSchema }), ctx),
        )
      : tool;
    if (spec) offered.push({ tool, spec: prepare ? { ...spec, name } : spec });
  }
  return offered;
}

/** The error for a forced tool that the turn does not offer. */
export function notOffered(name: string, offered: readonly string[]): ConfigError {
  return new ConfigError({
    code: 'unknown-name',
    what: `toolChoice names the tool "${name}", which this turn does not offer`,
    evidence: offered.length > 0 ? `it offers ${offered.join(', ')}` : 'it offers none',
    fix: didYouMean(name, offered).trim() || undefined,
  });
}
