import type { AnyTool, Toolset } from '@pegboard/core';
import { withDeadline } from '@pegboard/core/provider';
import { selectTools } from '@pegboard/core/tools';
import type { Shell } from '../shell/shell.ts';
import { createStatusLine } from '../terminal/status-line.ts';
import type { KnownProject } from './open-project.ts';

const openMs = 30_000;

/** Every tool that agents can be given, or those of the selectors; throws `ConfigError` for a name that is none. */
export async function allTools(
  { registry }: KnownProject,
  shell: Shell,
  selectors: readonly string[] = [],
): Promise<readonly AnyTool[]> {
  const tools = await listTools([...registry.tools(), ...registry.toolsets], shell);
  return selectors.length > 0 ? selectTools(selectors, tools) : tools;
}

/** Tools, and those of toolsets, which are opened for that. A toolset that cannot be opened is told of and left out. */
export async function listTools(
  sources: readonly (AnyTool | Toolset)[],
  { err }: Shell,
): Promise<readonly AnyTool[]> {
  const status = createStatusLine(err);
  if (sources.some((source) => 'list' in source)) status.show(`opening toolsets${err.signs.more}`);
  const lists = await Promise.all(
    sources.map(async (source) =>
      'list' in source ? listed(source) : { tools: [source], problem: undefined },
    ),
  );
  status.clear();
  for (const { problem } of lists)
    if (problem !== undefined) err.say(`${err.style('yellow', err.signs.warn)} ${problem}`);
  return lists.flatMap(({ tools }) => tools);
}

interface Listed {
  readonly tools: readonly AnyTool[];
  readonly problem: string | undefined;
}

async function listed(toolset: Toolset): Promise<Listed> {
  try {
    const abort = new AbortController();
    const onDeadline = (reason: Error): void => abort.abort(reason);
    const work = (): Promise<readonly AnyTool[]> => openAndList(toolset, abort.signal);
    return { tools: await withDeadline(work, { ms: openMs, onDeadline }), problem: undefined };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { tools: [], problem: `The toolset ${toolset.id ?? 'without a name'} is left out: ${why}` };
  }
}

async function openAndList(toolset: Toolset, signal: AbortSignal): Promise<readonly AnyTool[]> {
  const ctx = { context: undefined, messages: [], runId: 'run_list', turn: 1, signal };
  await toolset.open?.(ctx);
  return toolset.list(ctx);
}
