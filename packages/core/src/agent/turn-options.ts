import type { TurnEdit } from '../contracts/hooks.ts';
import type { ToolChoice, ToolSpec } from '../contracts/provider.ts';
import type { AnyTool, PrepareContext } from '../contracts/tool.ts';
import type { Toolset } from '../contracts/toolset.ts';
import { unknownName } from '../errors/unknown-name.ts';
import { repairHistory } from '../messages/repair-history.ts';
import { checkTools } from '../tools/check-names.ts';
import { selectTools, type ToolSelector } from '../tools/select-tools.ts';
import { type ActiveRun, callForeign } from './active-run.ts';
import { runInfo } from './hook-calls.ts';
import { deepFreeze } from '../lib/deep-freeze.ts';
import { isToolset } from './is-toolset.ts';
import { choiceOf, type TurnPlan } from './turn-plan.ts';

/** Tools of toolsets with the others. Toolsets are opened once in each process. */
export async function listTools(run: ActiveRun): Promise<readonly AnyTool[]> {
  const ctx = contextOf(run);
  const { tools = [], selectors } = run.config;
  const available: AnyTool[] = tools.filter((tool) => !isToolset(tool)) as AnyTool[];
  const owners = new Map<AnyTool, string>();
  const listed = async (toolset: Toolset): Promise<readonly AnyTool[]> => {
    const name = `Toolset "${toolset.id ?? 'without id'}"`;
    const opened = (run.opened ??= new Set());
    if (!opened.has(toolset)) await callForeign(run, 'tool', name, () => toolset.open?.(ctx));
    opened.add(toolset);
    const found = await callForeign(run, 'tool', name, () => toolset.list(ctx));
    for (const tool of found) owners.set(tool, name);
    return found;
  };
  for (const toolset of tools.filter(isToolset)) available.push(...(await listed(toolset)));
  const own: ToolSelector[] = [];
  for (const each of selectors ?? []) own.push(...(isToolset(each) ? await listed(each) : [each]));
  const selected = selectors ? selectTools(own, available) : available;
  checkTools(selected, owners);
  // Whoever is shown them must not change what others are shown.
  for (const { inputSchema } of selected) deepFreeze(inputSchema);
  return Object.freeze(selected);
}

function contextOf({ state, context, signal }: ActiveRun): PrepareContext {
  const { runId, turn, messages } = state;
  return { context, messages: [...messages], runId, turn, signal };
}

/** What the `turn` hooks change, one after the other. */
async function askTurnHooks(run: ActiveRun, tools: readonly AnyTool[]): Promise<TurnEdit> {
  let edit: TurnEdit = {};
  for (const hooks of run.config.hooks) {
    if (!hooks.turn) continue;
    const { turn, messages } = run.state;
    const ctx = { ...runInfo(run), turn, messages: [...messages], tools: edit.tools ?? tools };
    const change = await callForeign(run, 'hook', `Hook "${hooks.name ?? 'turn'}"`, () => hooks.turn?.(ctx));
    if (change) edit = { ...edit, ...change };
  }
  return edit;
}

/** A tool, and what the model is told of it. */
interface Offered {
  readonly tool: AnyTool;
  readonly spec: ToolSpec;
}

/** The tools that their own `prepare` leaves in the turn. */
async function preparedTools(
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

/** The plan of a turn that something may change: toolsets, hooks, functions of the user, a tool that is forced. */
export async function planTurn(run: ActiveRun): Promise<TurnPlan> {
  const { config, state } = run;
  const { messages } = state;
  const { instructions, history, settings } = config;
  const ctx = contextOf(run);
  const available = await listTools(run);
  const edit = await askTurnHooks(run, available);
  if (edit.tools) checkTools(edit.tools);
  const chosen = (edit.tools ?? available).filter((tool) => !state.withdrawn.includes(tool.name));
  const offered = await preparedTools(run, chosen, ctx);
  const tools = offered.map(({ tool }) => tool);
  const ask = typeof instructions === 'function' && edit.instructions === undefined;
  const transform = history && !edit.messages;
  return {
    tools,
    specs: offered.map(({ spec }) => spec),
    instructions: ask
      ? await callForeign(run, 'hook', '`instructions`', () => instructions(ctx))
      : (edit.instructions ?? (instructions as string | undefined)), // asked for above where it is a function
    messages: transform
      ? await callForeign(run, 'hook', '`history`', async () => repairHistory(await history([...messages])))
      : edit.messages
        ? repairHistory(edit.messages)
        : messages,
    toolChoice: offeredChoice(edit.toolChoice ?? choiceOf(run), tools),
    settings: { ...settings, ...edit.settings },
  };
}

/** A forced tool must be there; without tools there is nothing to choose. */
function offeredChoice(choice: ToolChoice, offered: readonly AnyTool[]): ToolChoice {
  if (typeof choice !== 'object') return offered.length === 0 ? 'auto' : choice;
  const names = offered.map(({ name }) => name);
  if (names.includes(choice.tool)) return choice;
  throw unknownName(
    `toolChoice names the tool "${choice.tool}", which this turn does not offer`,
    choice.tool,
    names,
  );
}
