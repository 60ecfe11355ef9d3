import type { AnyTool } from '../contracts/tool.ts';
import type { Toolset } from '../contracts/toolset.ts';
import { ConfigError } from '../errors/config-error.ts';
import { checkTools } from '../tools/check-names.ts';
import { selectTools, type ToolSelector } from '../tools/select-tools.ts';
import { isToolset } from './is-toolset.ts';
import type { AgentOptions, RunOptions } from './run-config.ts';

/** Throws `ConfigError` when the tools of a run cannot be told, or its thread does not go with the agent's memory. */
export function checkRun(agent: AgentOptions<unknown>, options: RunOptions<unknown>): void {
  const { tools = [] } = agent;
  if (options.tools && !tools.some(isToolset)) {
    // What toolsets bring is not known yet.
    const selectors = options.tools.filter((each): each is ToolSelector => !isToolset(each));
    checkTools(selectTools(selectors, tools.filter(isSingle)));
  }
  if (agent.memory && options.thread === undefined) {
    throw new ConfigError({
      what: 'An agent with memory needs to know the thread',
      evidence: 'no `thread` was given',
      fix: 'Pass { thread: "…" }, or use agent.session(), which makes one',
    });
  }
  if (!agent.memory && options.thread !== undefined) {
    throw new ConfigError({
      what: 'A thread needs a memory',
      evidence: `thread "${options.thread}" was given, but the agent has no memory`,
      fix: 'Make the agent with memory: inProcessMemory(), or another',
    });
  }
}

function isSingle(tool: AnyTool | Toolset): tool is AnyTool {
  return !isToolset(tool);
}
