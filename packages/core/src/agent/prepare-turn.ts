import type { Message } from '../contracts/message.ts';
import type { TurnEdit } from '../contracts/hooks.ts';
import type { ModelRequest, ToolChoice } from '../contracts/provider.ts';
import type { AnyTool, PrepareContext } from '../contracts/tool.ts';
import { repairHistory } from '../messages/repair-history.ts';
import { checkTools } from '../tools/check-names.ts';
import { type ActiveRun, callForeign } from './active-run.ts';
import { isToolset } from './is-toolset.ts';
import type { Offered } from './turn-options.ts';
import { onDemand } from './load-on-demand.ts';

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
  const edit = await turnEdit(run, tools);
  if (edit.tools) checkTools(edit.tools);
  const chosen = (edit.tools ?? tools).filter((tool) => !state.withdrawn.includes(tool.name));
  const offered = await offers(run, chosen, ctx);
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
    toolChoice: await offeredChoice(run, edit.toolChoice ?? toolChoice(run)),
    settings: edit.settings ? { ...config.settings, ...edit.settings } : config.settings,
    deltas: run.emit !== undefined || config.eager === true,
    ...(config.providerOptions && { providerOptions: config.providerOptions }),
    ...(config.resolveMedia && { resolveMedia: config.resolveMedia }),
    signal: run.signal,
  };
}

async function turnTools(run: ActiveRun, ctx: PrepareContext): Promise<readonly AnyTool[]> {
  const { tools = [], selectors } = run.config;
  if (!selectors && !tools.some(isToolset)) return tools as readonly AnyTool[];
  return (await onDemand()).listTools(run, ctx);
}

/** Most turns are as their agent says; what may change them is loaded with the first turn that it does. */
async function turnEdit(run: ActiveRun, tools: readonly AnyTool[]): Promise<TurnEdit> {
  if (!run.config.hooks.some((hooks) => hooks.turn)) return {};
  return (await onDemand()).askTurnHooks(run, tools);
}

async function offers(
  run: ActiveRun,
  tools: readonly AnyTool[],
  ctx: PrepareContext,
): Promise<readonly Offered[]> {
  if (!tools.some((tool) => tool.prepare)) return tools.map((tool) => ({ tool, spec: tool }));
  return (await onDemand()).preparedTools(run, tools, ctx);
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
async function offeredChoice({ tools }: ActiveRun, choice: ToolChoice): Promise<ToolChoice> {
  if (typeof choice !== 'object') return tools.size === 0 ? 'auto' : choice;
  if (tools.has(choice.tool)) return choice;
  throw (await onDemand()).notOffered(choice.tool, [...tools.keys()]);
}

function toolChoice({ config, state }: ActiveRun): ToolChoice {
  if (state.withdrawn.includes('*')) return 'none';
  const { toolChoice: choice } = config;
  return state.turn > 1 && choice !== 'none' ? 'auto' : choice;
}
