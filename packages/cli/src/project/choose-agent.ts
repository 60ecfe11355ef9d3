import { isCancel, select } from '@clack/prompts';
import { Agent } from '@pegboard/core';
import { findModel } from './find-model.ts';
import { CommandError, usageError } from '../shell/command-error.ts';
import { exitCodes } from '../shell/exit-codes.ts';
import { didYouMean } from '../shell/nearest.ts';
import type { Shell } from '../shell/shell.ts';
import type { KnownProject } from './open-project.ts';

/** The agent of that name; without one the only one, or the one that is chosen at the terminal, or the first. */
export async function chooseAgent(
  project: KnownProject,
  wanted: string | undefined,
  shell: Shell,
  model?: string,
): Promise<{ readonly name: string; readonly agent: Agent }> {
  const name = wanted ?? (await someName(project, shell));
  if (!project.agentNames.includes(name)) throw unknownAgent(name, project);
  const agent = project.agent(name);
  return {
    name,
    agent:
      model === undefined ? agent : new Agent({ ...agent.options, ...findModel(project.registry, model) }),
  };
}

/** The conversation of a run: that of the name, or a new one, for an agent with a memory; none for others. */
export function threadFor({ options }: Agent, name: string, wanted: string | undefined): string | undefined {
  if (options.memory) return wanted ?? `pegboard-${Date.now().toString(36)}`;
  if (wanted === undefined) return undefined;
  throw usageError(`${name} has no memory`, '--thread names a conversation in it', 'Give the agent a memory');
}

async function someName({ agentNames }: KnownProject, { isInteractive }: Shell): Promise<string> {
  const [first] = agentNames;
  if (first === undefined) throw noAgents();
  if (agentNames.length === 1 || !isInteractive) return first;
  const chosen = await select({ message: 'Which agent?', options: agentNames.map((value) => ({ value })) });
  if (isCancel(chosen))
    throw new CommandError({ code: 'invalid-input', what: 'No agent was chosen' }, exitCodes.cancelled);
  return chosen;
}

function noAgents(): CommandError {
  return new CommandError(
    {
      code: 'config',
      what: 'The configuration has no agents',
      fix: 'Add one under "agents", or begin anew with `pegboard init`',
    },
    exitCodes.usage,
  );
}

function unknownAgent(name: string, { agentNames }: KnownProject): CommandError {
  if (agentNames.length === 0) return noAgents();
  const fix = didYouMean(name, agentNames) || undefined;
  return new CommandError(
    {
      code: 'unknown-name',
      what: `There is no agent "${name}"`,
      evidence: `There are ${agentNames.join(', ')}`,
      fix,
    },
    exitCodes.usage,
  );
}
