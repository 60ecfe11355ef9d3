import { changeTools, deriveTool } from './change-tools.ts';
import type { Derived, ToolSource } from './tool-source.ts';

/** Adds tags to every tool; `'#tag'` selects by them. */
export function tag<S extends ToolSource>(source: S, ...tags: readonly string[]): Derived<S> {
  return changeTools(source, 'tag', (tool) =>
    deriveTool(tool, { tags: Object.freeze([...new Set([...(tool.tags ?? []), ...tags])]) }),
  );
}
