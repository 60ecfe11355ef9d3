import { isJsonObject, type ModelRequest, ProviderError, type ToolSpec } from '@pegboard/core/provider';
import { answerFromResults, askForMissing, describeTools } from './answer.ts';
import { fillArguments } from './fill-arguments.ts';
import { type Plan, planCalls } from './plan-calls.ts';
import { rankTools } from './rank-tools.ts';
import { type Conversation, readConversation } from './read-conversation.ts';
import { readFacts } from './read-facts.ts';
import { aboutMedia, type Reply, textReply } from './reply.ts';

/** Decides by fixed rules: calls the tools that the text asks for, then answers from their results. */
export function rules(request: ModelRequest): Reply {
  const conversation = readConversation(request.messages);
  const plan = planFor(request, conversation);
  if (plan.calls.length > 0) return callReply(plan, request);
  if (request.output !== undefined) return outputReply(request, conversation);
  const text = [answer(request, conversation, plan), aboutMedia(conversation.media)]
    .filter(Boolean)
    .join('\n');
  return textReply(text);
}

function planFor({ tools, toolChoice }: ModelRequest, { text, calls }: Conversation): Plan {
  if (toolChoice === 'none') return { calls: [], missing: [] };
  const situation = { tools, text, calls };
  if (typeof toolChoice === 'object') {
    return calls.length > 0
      ? planCalls(situation)
      : planCalls(situation, [toolNamed(toolChoice.tool, tools)]);
  }
  const plan = planCalls(situation);
  if (toolChoice !== 'required' || calls.length > 0 || plan.calls.length > 0) return plan;
  return bestOfAll(situation, plan);
}

/** A call is required although the text names no tool: the best ranked one whose arguments can be filled. */
function bestOfAll(situation: Parameters<typeof planCalls>[0], otherwise: Plan): Plan {
  const ranked = rankTools(situation.tools, situation.text).map(({ tool }) => planCalls(situation, [tool]));
  const [best = otherwise] = ranked;
  return ranked.find((plan) => plan.calls.length > 0) ?? best;
}

function toolNamed(name: string, tools: readonly ToolSpec[]): ToolSpec {
  const tool = tools.find((one) => one.name === name);
  if (tool !== undefined) return tool;
  throw new ProviderError({
    code: 'invalid-request',
    what: `The tool choice names "${name}", which is not among the tools of the request`,
    evidence:
      tools.length === 0 ? 'There are no tools' : `There are ${tools.map((one) => one.name).join(', ')}`,
    provider: 'local',
    model: 'rules',
    retryable: false,
  });
}

function callReply({ calls }: Plan, { settings }: ModelRequest): Reply {
  return {
    text: '',
    calls: settings.parallelToolCalls === false ? calls.slice(0, 1) : calls,
    finish: 'tool-calls',
  };
}

function answer(
  { tools, toolChoice }: ModelRequest,
  { calls, text }: Conversation,
  { missing }: Plan,
): string {
  if (calls.length > 0) return answerFromResults(calls);
  if (missing.length > 0) return askForMissing(missing);
  if (toolChoice === 'none' && tools.length > 0) {
    return `I am an offline stand-in that follows simple rules, and I was told to call no tools. You said: ${text}`;
  }
  return describeTools(tools);
}

/** JSON of the wanted schema, filled from the text and the results; a refusal when something is missing. */
function outputReply({ output }: ModelRequest, { text, calls }: Conversation): Reply {
  if (output === undefined) return textReply('');
  const facts = readFacts(calls);
  const whole = facts.find(({ value }) => isJsonObject(value) && fillsAll(output.schema, Object.keys(value)));
  const { inputs, missing } = fillArguments(output.schema, text, facts);
  const value = inputs[0] ?? whole?.value;
  if (value !== undefined) return textReply(JSON.stringify(value));
  const names = missing.map(({ name }) => `\`${name}\``).join(', ');
  return textReply(
    `I cannot fill ${names || 'the wanted object'} from the text: I only follow simple rules.`,
    'refusal',
  );
}

function fillsAll(schema: ModelRequest['tools'][number]['inputSchema'], keys: readonly string[]): boolean {
  return Array.isArray(schema['required']) && schema['required'].every((name) => keys.includes(String(name)));
}
