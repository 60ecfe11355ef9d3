import type { AnyTool } from '../contracts/tool.ts';
import type { ConfigError } from '../errors/config-error.ts';
import { unknownName } from '../errors/unknown-name.ts';
import { matchesGlob } from '../lib/glob.ts';

/** A tool itself, a name, a glob (`file_*`), a tag (`#net`), the same with `!`, or a function that says which tools. */
export type ToolSelector = string | AnyTool | ((tool: AnyTool) => boolean);

/**
 * Picks tools by selectors; one with `!` in front takes away what came before, as the first of all from everything there is.
 * Throws `ConfigError` for a name, glob or tag that matches nothing, with the nearest; a glob or tag that takes nothing away is fine,
 * and so is a function that says no to every tool.
 */
export function selectTools(
  selectors: readonly ToolSelector[],
  available: readonly AnyTool[],
): readonly AnyTool[] {
  const [first] = selectors;
  const picked = new Set<AnyTool>(isTakingAway(first) ? available : []);
  for (const selector of selectors) {
    if (typeof selector === 'object') picked.add(selector);
    else if (isTakingAway(selector)) {
      const taken = selector.slice(1);
      // A misspelt name would leave the tool in.
      if (!/^#|\*/.test(taken) && matching(taken, [...available, ...picked]).length === 0)
        throw unknown(taken, available);
      for (const tool of matching(taken, [...picked])) picked.delete(tool);
    } else {
      const found = matching(selector, available);
      if (found.length === 0 && typeof selector === 'string') throw unknown(selector, available);
      for (const tool of found) picked.add(tool);
    }
  }
  return [...picked];
}

export function isTakingAway(selector: unknown): selector is string {
  return typeof selector === 'string' && selector.startsWith('!');
}

function matching(
  selector: string | ((tool: AnyTool) => boolean),
  tools: readonly AnyTool[],
): readonly AnyTool[] {
  return tools.filter((tool) => isSelected(tool, selector));
}

/** Whether a name, a glob, a tag or a function means a tool. */
export function isSelected(tool: AnyTool, selector: string | ((tool: AnyTool) => boolean)): boolean {
  if (typeof selector === 'function') return selector(tool);
  const tagged = selector.startsWith('#');
  const { name, tags = [] } = tool;
  return (tagged ? tags : [name]).some((word) => matchesGlob(word, selector.slice(tagged ? 1 : 0)));
}

function unknown(selector: string, available: readonly AnyTool[]): ConfigError {
  const names = available.flatMap(({ name, tags = [] }) =>
    selector.startsWith('#') ? tags.map((tag) => `#${tag}`) : name,
  );
  return unknownName(`No tool matches "${selector}"`, selector, names);
}
