import type { Message } from '../contracts/message.ts';
import type { ModelRequest } from '../contracts/provider.ts';
import type { AnyTool } from '../contracts/tool.ts';
import type { ActiveRun } from './active-run.ts';
import { isToolset } from './is-toolset.ts';
import { onDemand } from './load-on-demand.ts';
import type { RunConfig } from './run-config.ts';
import { choiceOf, type TurnPlan } from './turn-plan.ts';

/** Gathers what the model is sent in the coming turn, and sets the tools that it may call. */
export function prepareTurn(run: ActiveRun): PromiseLike<ModelRequest> | ModelRequest {
  const { config, state } = run;
  if (!isAsItsAgentSays(config))
    return onDemand()
      .then((module) => module.planTurn(run))
      .then((plan) => begin(run, plan));
  const { tools: all = [], instructions, settings } = config;
  const own = all as readonly AnyTool[];
  const tools =
    state.withdrawn.length === 0 ? own : own.filter((tool) => !state.withdrawn.includes(tool.name));
  return begin(run, {
    tools,
    specs: tools,
    instructions: instructions as string | undefined, // a function is no text of its agent
    messages: state.messages,
    toolChoice: tools.length === 0 ? 'auto' : choiceOf(run),
    settings,
  });
}

/** Most turns are; what changes the others is loaded with the first of them. */
function isAsItsAgentSays({
  tools = [],
  selectors,
  hooks,
  instructions,
  history,
  toolChoice,
}: RunConfig): boolean {
  return !(
    selectors ||
    history ||
    typeof instructions === 'function' ||
    typeof toolChoice === 'object' ||
    hooks.some((hook) => hook.turn) ||
    tools.some((tool) => isToolset(tool) || tool.prepare)
  );
}

function begin(
  run: ActiveRun,
  { tools, specs, instructions, messages, toolChoice, settings }: TurnPlan,
): ModelRequest {
  const { config, state } = run;
  run.preparedTurn = state.turn;
  if (run.offered !== tools) {
    run.offered = tools;
    run.tools = new Map(tools.map((tool) => [tool.name, tool]));
  }
  return {
    model: config.model,
    // A copy: the request must not grow with the run while somebody still holds it.
    messages: (instructions ? [instructionsMessage(instructions)] : []).concat(messages),
    tools: specs,
    builtinTools: config.builtinTools ?? [],
    toolChoice,
    settings,
    deltas: (run.emit ?? run.onText) !== undefined || config.eager === true,
    ...(config.providerOptions && { providerOptions: config.providerOptions }),
    ...(config.resolveMedia && { resolveMedia: config.resolveMedia }),
    signal: run.signal,
  };
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
