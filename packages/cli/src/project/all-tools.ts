import type { AnyTool, Toolset } from '@pegboard/core';
import { selectTools } from '@pegboard/core/tools';
import { withDeadline } from '@pegboard/core/provider';
import type { Shell } from '../shell/shell.ts';
import { createStatusLine } from '../terminal/status-line.ts';
import type { KnownProject } from './open-project.ts';

const openMs = 30_000;

/**
 * Every tool that agents can be given, those of toolsets too, which are opened for that. A toolset that cannot be opened is told of and
 * left out. With selectors only those; throws `ConfigError` for a name that is none.
 */
export async function allTools(
  { registry }: KnownProject,
  shell: Shell,
  selectors: readonly string[] = [],
): Promise<readonly AnyTool[]> {
  const status = createStatusLine(shell.err);
  if (registry.toolsets.length > 0) status.show(`opening toolsets${shell.err.signs.more}`);
  const lists = await Promise.all(registry.toolsets.map((toolset) => listed(toolset)));
  status.clear();
  for (const { id, problem } of lists)
    if (problem !== undefined)
      shell.err.say(
        `${shell.err.style('yellow', shell.err.signs.warn)} The toolset ${id} is left out: ${problem}`,
      );
  const tools = [...registry.tools(), ...lists.flatMap((list) => list.tools)];
  return selectors.length > 0 ? selectTools(selectors, tools) : tools;
}

interface Listed {
  readonly id: string;
  readonly tools: readonly AnyTool[];
  readonly problem?: string;
}

async function listed(toolset: Toolset): Promise<Listed> {
  const id = toolset.id ?? 'without a name';
  try {
    const abort = new AbortController();
    const onDeadline = (reason: Error): void => abort.abort(reason);
    const work = (): Promise<readonly AnyTool[]> => openAndList(toolset, abort.signal);
    return { id, tools: await withDeadline(work, { ms: openMs, onDeadline }) };
  } catch (error) {
    return { id, tools: [], problem: error instanceof Error ? error.message : String(error) };
  }
}

async function openAndList(toolset: Toolset, signal: AbortSignal): Promise<readonly AnyTool[]> {
  const ctx = { context: undefined, messages: [], runId: 'run_list', turn: 1, signal };
  await toolset.open?.(ctx);
  return toolset.list(ctx);
}
