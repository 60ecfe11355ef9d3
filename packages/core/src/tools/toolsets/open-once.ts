import type { PrepareContext } from '../../contracts/tool.ts';
import type { Toolset } from '../../contracts/toolset.ts';

/** By toolset and run; the signal stands for the run, since it is one object for the whole of it. */
const opened = new WeakMap<Toolset, WeakMap<AbortSignal, Promise<void>>>();

/** Opens a toolset once for a run, however many toolsets are derived from it. One that failed is tried again. */
export function openOnce(toolset: Toolset, ctx: PrepareContext): Promise<void> {
  const runs = opened.get(toolset) ?? new WeakMap<AbortSignal, Promise<void>>();
  opened.set(toolset, runs);
  const known = runs.get(ctx.signal);
  if (known) return known;
  const opening = open(toolset, ctx);
  runs.set(ctx.signal, opening);
  opening.catch(() => runs.delete(ctx.signal));
  return opening;
}

async function open(toolset: Toolset, ctx: PrepareContext): Promise<void> {
  await toolset.open?.(ctx);
}
