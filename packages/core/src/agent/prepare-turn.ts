import type { Message } from '../contracts/message.ts';
import type { TurnEdit } from '../contracts/hooks.ts';
import type { ModelRequest, ToolChoice, ToolSpec } from '../contracts/provider.ts';
import type { AnyTool, PrepareContext } from '../contracts/tool.ts';
import type { Toolset } from '../contracts/toolset.ts';
import { ConfigError } from '../errors/config-error.ts';
import { didYouMean } from '../lib/nearest.ts';
import { repairHistory } from '../messages/repair-history.ts';
import { checkTools } from '../tools/check-names.ts';
import { selectTools } from '../tools/select-tools.ts';
import { type ActiveRun, callForeign, runInfo } from './active-run.ts';

/** Gathers what the model is sent in the coming turn, and sets the tools that it may call. */
export async function prepareTurn(run: ActiveRun): Promise<ModelRequest> {
  const { config, state } = run;
  const ctx: PrepareContext = {
    context: run.context,
    messages: state.messages,
    runId: state.runId,
    turn: state.turn,
    signal: run.signal,
  };
  const tools = await turnTools(run, ctx);
  const edit = await askTurnHooks(run, tools);
  if (edit.tools) checkTools(edit.tools);
  const chosen = (edit.tools ?? tools).filter((tool) => !state.withdrawn.includes(tool.name));
  const offered = await preparedSpecs(run, chosen, ctx);
  run.preparedTurn = state.turn;
  run.tools = new Map(offered.map(({ tool }) => [tool.name, tool]));
  const instructions = edit.instructions ?? (await askInstructions(run, ctx));
  const messages = edit.messages ? repairHistory(edit.messages) : await transformedHistory(run);
  return {
    model: config.model,
    messages:
      instructions === undefined || instructions === ''
        ? messages
        : [instructionsMessage(instructions), ...messages],
    tools: offered.map(({ spec }) => spec),
    builtinTools: config.builtinTools ?? [],
    toolChoice: offeredChoice(edit.toolChoice ?? toolChoice(run), run.tools),
    settings: edit.settings ? { ...config.settings, ...edit.settings } : config.settings,
    deltas: run.emit !== undefined,
    ...(config.providerOptions && { providerOptions: config.providerOptions }),
    signal: run.signal,
  };
}

async function turnTools(run: ActiveRun, ctx: PrepareContext): Promise<readonly AnyTool[]> {
  const { tools = [], selectors } = run.config;
  const toolsets = tools.filter(isToolset);
  let available = tools.filter((tool) => !isToolset(tool)) as readonly AnyTool[];
  const owners = new Map<AnyTool, string>();
  for (const toolset of toolsets) {
    const name = `Toolset "${toolset.id ?? 'without id'}"`;
    if (!run.opened.has(toolset)) await callForeign(run, 'tool', name, () => toolset.open?.(ctx));
    run.opened.add(toolset);
    const listed = await callForeign(run, 'tool', name, () => toolset.list(ctx));
    for (const tool of listed) owners.set(tool, name);
    available = [...available, ...listed];
  }
  const selected = selectors ? selectTools(selectors, available) : available;
  if (selectors || toolsets.length > 0) checkTools(selected, owners);
  return selected;
}

export function isToolset(tool: AnyTool | Toolset): tool is Toolset {
  return typeof (tool as Toolset | undefined)?.list === 'function';
}

async function askTurnHooks(run: ActiveRun, tools: readonly AnyTool[]): Promise<TurnEdit> {
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

interface Offered {
  readonly tool: AnyTool;
  readonly spec: ToolSpec;
}

async function preparedSpecs(
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

async function askInstructions(run: ActiveRun, ctx: PrepareContext): Promise<string | undefined> {
  const { instructions } = run.config;
  return typeof instructions === 'function'
    ? callForeign(run, 'hook', '`instructions`', () => instructions(ctx))
    : instructions;
}

const instructionMessages = new Map<string, Message>();

/** The same message for the same text, so that a codec can keep what it rendered by identity. The newest 100 are kept. */
function instructionsMessage(instructions: string): Message {
  const known = instructionMessages.get(instructions);
  if (known) return known;
  const message: Message = {
    id: 'instructions',
    role: 'system',
    content: [{ type: 'text', text: instructions }],
  };
  const [oldest] = instructionMessages.keys();
  if (instructionMessages.size >= 100 && oldest !== undefined) instructionMessages.delete(oldest);
  instructionMessages.set(instructions, message);
  return message;
}

async function transformedHistory(run: ActiveRun): Promise<readonly Message[]> {
  const { history } = run.config;
  // A copy: the request must not grow with the run while somebody still holds it.
  const messages = [...run.state.messages];
  if (!history) return messages;
  return callForeign(run, 'hook', '`history`', async () => repairHistory(await history(messages)));
}

/** A forced tool must be there; without tools there is nothing to choose. */
function offeredChoice(choice: ToolChoice, tools: ReadonlyMap<string, AnyTool>): ToolChoice {
  if (typeof choice !== 'object') return tools.size === 0 ? 'auto' : choice;
  if (tools.has(choice.tool)) return choice;
  const names = [...tools.keys()];
  throw new ConfigError({
    code: 'unknown-name',
    what: `toolChoice names the tool "${choice.tool}", which this turn does not offer`,
    evidence: names.length > 0 ? `it offers ${names.join(', ')}` : 'it offers none',
    fix: didYouMean(choice.tool, names).trim() || undefined,
  });
}

function toolChoice({ config, state }: ActiveRun): ToolChoice {
  if (state.withdrawn.includes('*')) return 'none';
  const { toolChoice: choice } = config;
  return state.turn > 1 && choice !== 'none' ? 'auto' : choice;
}
