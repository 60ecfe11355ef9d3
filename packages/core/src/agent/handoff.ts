import type { AnySchema, JsonSchema } from '../contracts/standard-schema.ts';
import type { Tool } from '../contracts/tool.ts';
import { ConfigError } from '../errors/config-error.ts';
import { describeValue } from '../schema/describe-value.ts';
import { defineTool } from '../tools/define-tool.ts';
import type { Agent } from './agent.ts';
import type { HandoffTarget, TakingAgent } from './handoff-target.ts';
import { takeOver } from './take-over.ts';

export interface HandoffOptions {
  /** For the model that hands over: what the agent is for, and when to hand over to it. Default: its name. */
  readonly description?: string;
  /** Default `transfer_to_` and the agent's name. Needed where the agent is given as a function. */
  readonly name?: string;
  /** What the model says with it; default `{ reason?: string }`. The agent that takes over sees it in the conversation. */
  readonly input?: AnySchema;
}

/**
 * A tool by which a model hands its run over: another agent, with its own model, instructions and tools, goes on with the whole conversation. The
 * run keeps its limits, memory, output, context, listeners and trust policy, and what guards it adds up: hooks and approval rules of both agents
 * hold; a `run` hook is around a run from its begin, so that the second agent's is not called. An agent that does not exist yet, as where two hand over to each other, is given as a function. Throws `ConfigError` as `defineTool` does.
 */
export function handoff(agent: HandedAgent | (() => HandedAgent), options: HandoffOptions = {}): Tool {
  if (typeof agent !== 'function' && !isAgent(agent))
    throw new ConfigError({
      code: 'invalid-tool',
      what: 'A hand-over needs an agent',
      evidence: `got ${describeValue(agent)}`,
      fix: 'Pass one, or a function that gives one: handoff(agent, { description: … })',
    });
  // What is given is an agent.
  const target = (): TakingAgent => (typeof agent === 'function' ? agent() : agent) as TakingAgent;
  const name = options.name ?? (typeof agent === 'function' ? undefined : nameFor(agent.name));
  if (name === undefined)
    throw new ConfigError({
      code: 'invalid-tool',
      what: 'A hand-over to an agent that is given as a function needs a name',
      fix: "Pass one: handoff(() => triage, { name: 'transfer_to_triage', description: … })",
    });
  const handed: HandoffTarget = { '~handoff': { agent: target, takeOver } };
  return defineTool({
    ...handed,
    name,
    description:
      options.description ??
      `Hands the conversation over to another agent, which answers from now on: ${typeof agent === 'function' ? name : agent.name}.`,
    input: options.input ?? reasonSchema,
    execute: async (_, ctx) => {
      const { name: taker } = target();
      await (await ctx.nest()).handoff(taker);
      return `${taker} goes on with the conversation.`;
    },
  });
}

/** What is needed of an agent, whatever its output. */
type HandedAgent = Pick<Agent<never>, 'name'> & { readonly options: object };

function isAgent(value: unknown): boolean {
  const { name, options } = Object(value) as Partial<HandedAgent>;
  return typeof name === 'string' && typeof options === 'object';
}

function nameFor(agent: string): string {
  return `transfer_to_${agent.replace(/[^a-zA-Z0-9_-]+/g, '_')}`.slice(0, 64);
}

const reasonSchema: JsonSchema = {
  type: 'object',
  properties: { reason: { type: 'string', description: 'Why, and what is known so far' } },
};
