import type { AnySchema, JsonSchema } from '../contracts/standard-schema.ts';
import type { Tool } from '../contracts/tool.ts';
import { ConfigError } from '../errors/config-error.ts';
import { defineTool } from '../tools/define-tool.ts';
import type { Agent } from './agent.ts';
import type { HandoffTarget } from './handoff-target.ts';

export interface HandoffOptions {
  /** For the model that hands over: what the agent is for, and when to hand over to it. */
  readonly description: string;
  /** Default `transfer_to_` and the agent's name. Needed where the agent is given as a function. */
  readonly name?: string;
  /** What the model says with it; default `{ reason?: string }`. The agent that takes over sees it in the conversation. */
  readonly input?: AnySchema;
}

/**
 * A tool by which a model hands its run over: another agent, with its own model, instructions and tools, goes on with the whole conversation. The
 * run keeps its limits, memory, output, context, listeners and trust policy, and what guards it adds up: hooks and approval rules of both agents
 * hold, but `onEvent` of the second one's hooks is not told. An agent that does not exist yet, as where two hand over to each other, is given as a function. Throws `ConfigError` as `defineTool` does.
 */
export function handoff(agent: HandedAgent | (() => HandedAgent), options: HandoffOptions): Tool {
  const target = typeof agent === 'function' ? agent : (): HandedAgent => agent;
  const name = options.name ?? (typeof agent === 'function' ? undefined : nameFor(agent.name));
  if (name === undefined)
    throw new ConfigError({
      code: 'invalid-tool',
      what: 'A hand-over to an agent that is given as a function needs a name',
      fix: "Pass one: handoff(() => triage, { name: 'transfer_to_triage', description: … })",
    });
  const handed: HandoffTarget = { '~handoff': target };
  return defineTool({
    ...handed,
    name,
    description: options.description,
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

function nameFor(agent: string): string {
  return `transfer_to_${agent.replace(/[^a-zA-Z0-9_-]+/g, '_')}`.slice(0, 64);
}

const reasonSchema: JsonSchema = {
  type: 'object',
  properties: { reason: { type: 'string', description: 'Why, and what is known so far' } },
};
