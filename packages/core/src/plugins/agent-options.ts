import type { AgentOptions } from '../agent/run-config.ts';
import type { SectionContributions } from '../contracts/plugin.ts';
import type { Target } from '../contracts/provider.ts';
import type { AnyTool } from '../contracts/tool.ts';
import type { Toolset } from '../contracts/toolset.ts';
import { withFallback } from '../models/fallback.ts';
import { selectTools, type ToolSelector } from '../tools/select-tools.ts';
import { isTool } from '../tools/tool-brand.ts';
import { joinMembers } from '../tools/toolsets/join-members.ts';
import { isToolset } from '../tools/toolsets/tool-source.ts';
import type { Board } from './board.ts';
import { byName, type Excuse, findNamed, findTarget, findTools } from './find.ts';
import type { AgentSpec } from './registry.ts';

/** A spec with all its names looked up on one board. Throws `ConfigError` for those that are not there. */
export function agentOptions<T>(
  spec: AgentSpec<T>,
  board: Board,
  applied: readonly SectionContributions[],
  excuse: Excuse,
): AgentOptions<T> {
  const {
    model,
    fallback = [],
    tools = [],
    memory,
    hooks = [],
    builtinTools = [],
    sections: _,
    ...rest
  } = spec;
  const targets: readonly Target[] = [model, ...fallback].map((id) => findTarget(board, id, excuse));
  const [first] = targets;
  const target = fallback.length > 0 || !first ? withFallback(targets) : first;
  const remedy = 'Add one: createRegistry({ memories: { … } })';
  const store =
    typeof memory === 'string' ? findNamed('memory', board.memories, memory, { remedy, excuse }) : memory;
  const builtin = [...builtinTools, ...applied.flatMap((one) => one.builtinTools ?? [])];
  return {
    ...rest,
    ...target,
    tools: [
      ...agentTools(board, tools, excuse),
      ...applied.flatMap((one) => [...(one.tools ?? []), ...(one.toolsets ?? [])]),
    ],
    hooks: [...board.hooks, ...applied.flatMap((one) => one.hooks ?? []), ...hooks],
    ...(builtin.length > 0 && { builtinTools: builtin }),
    ...(store && { memory: store }),
  };
}

/** Plain tools where the selectors can name no others; what toolsets hold is known only in a run. */
function agentTools(
  board: Board,
  selectors: readonly (ToolSelector | Toolset)[],
  excuse: Excuse,
): readonly (AnyTool | Toolset)[] {
  const toolsets = selectors.filter(isToolset);
  const single = byName(
    board,
    selectors.filter((selector): selector is ToolSelector => !isToolset(selector)),
  );
  const plain = single.every((selector) =>
    typeof selector === 'string' ? board.tools.has(selector) : isTool(selector),
  );
  if (plain || board.toolsets.length === 0) return [...findTools(board, single, excuse), ...toolsets];
  const all = [...board.tools.values(), ...board.toolsets];
  return [joinMembers('registry', all, (tools) => selectTools(single, tools)), ...toolsets];
}
