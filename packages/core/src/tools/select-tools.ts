import type { AnyTool } from '../contracts/tool.ts';
import { ConfigError } from '../errors/config-error.ts';
import { didYouMean } from '../lib/nearest.ts';

/**
 * Picks tools by selectors: tools themselves, names, globs (`file_*`), and `!name` or `!glob`, which take away what came before.
 * Throws `ConfigError` for a name or glob that matches nothing, with the nearest name; a glob that takes nothing away is fine.
 */
export function selectTools(
  selectors: readonly (AnyTool | string)[],
  available: readonly AnyTool[],
): readonly AnyTool[] {
  const picked = new Set<AnyTool>();
  for (const selector of selectors) {
    if (typeof selector !== 'string') picked.add(selector);
    else if (selector.startsWith('!')) {
      const taken = selector.slice(1);
      // A misspelt name would leave the tool in.
      if (!taken.includes('*') && matching(taken, [...available, ...picked]).length === 0)
        throw unknown(taken, available);
      for (const tool of matching(taken, [...picked])) picked.delete(tool);
    } else {
      const found = matching(selector, available);
      if (found.length === 0) throw unknown(selector, available);
      for (const tool of found) picked.add(tool);
    }
  }
  return [...picked];
}

function matching(pattern: string, tools: readonly AnyTool[]): readonly AnyTool[] {
  if (!pattern.includes('*')) return tools.filter((tool) => tool.name === pattern);
  const pieces = pattern.split('*');
  return tools.filter((tool) => matchesGlob(tool.name, pieces));
}

/** Pieces between stars must occur in order, the first at the start and the last at the end; linear, no regular expression. */
function matchesGlob(name: string, pieces: readonly string[]): boolean {
  const [first = '', ...rest] = pieces;
  const last = rest.pop() ?? '';
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
    return false;
  let from = first.length;
  const end = name.length - last.length;
  for (const piece of rest) {
    const at = name.indexOf(piece, from);
    if (at < 0 || at + piece.length > end) return false;
    from = at + piece.length;
  }
  return true;
}

function unknown(selector: string, available: readonly AnyTool[]): ConfigError {
  const names = available.map((tool) => tool.name);
  return new ConfigError({
    code: 'unknown-name',
    what: `No tool matches "${selector}"`,
    evidence: names.length > 0 ? `there are ${names.slice(0, 20).join(', ')}` : 'there are no tools',
    fix: didYouMean(selector, names).trim() || undefined,
  });
}
