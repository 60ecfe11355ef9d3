import type { AnyTool } from '../../contracts/tool.ts';
import { ConfigError } from '../../errors/config-error.ts';
import { selectTools, type ToolSelector } from '../select-tools.ts';

/** One selector or several: names, globs, tags (`#net`), tools, functions; `!` takes away. A list that begins with `!` takes away from all. */
export type Selection = ToolSelector | readonly ToolSelector[];

/** The selected tools, in the order in which they are available. Throws `ConfigError` as `selectTools` does. */
export function pickTools(selection: Selection, available: readonly AnyTool[]): readonly AnyTool[] {
  const selectors = isList(selection) ? selection : [selection];
  const picked = new Set(selectTools(selectors, available));
  for (const tool of picked) {
    if (!available.includes(tool)) throw stranger(tool);
  }
  return available.filter((tool) => picked.has(tool));
}

function isList(selection: Selection): selection is readonly ToolSelector[] {
  return Array.isArray(selection);
}

function stranger(tool: AnyTool): ConfigError {
  return new ConfigError({
    code: 'unknown-name',
    what: `The selected tool "${tool.name}" is not among the tools`,
    evidence: 'another tool of that name may be',
    fix: 'Select it by its name',
  });
}
