import { isPegboardError, ToolFailure } from '@pegboard/core';
import { compileGlobs } from '@pegboard/guard';

/** A test of paths by a glob of a model; everything fits when there is none. Throws `ToolFailure` for one that cannot be meant. */
export function globTest(glob: string | undefined): (path: string) => boolean {
  if (glob === undefined) return () => true;
  const open = openBracket(glob);
  if (open !== undefined) {
    const close = open === '[' ? ']' : '}';
    throw new ToolFailure(
      `The glob "${glob}" cannot be used: its "${open}" has no "${close}" in the same name. Close it, or write [${open}] for the character itself.`,
    );
  }
  try {
    return compileGlobs([glob]);
  } catch (error) {
    throw isPegboardError(error) ? new ToolFailure(error.message) : error;
  }
}

/** Shells take it for a character like others, so that a slip would just find nothing. */
function openBracket(glob: string): '[' | '{' | undefined {
  const rest = glob
    .split('/')
    .map((name) => name.replace(/\[[!^]?\]?[^\]]*\]/gu, ''))
    .join('/');
  if (rest.includes('[')) return '[';
  let open = 0;
  for (const char of rest) {
    if (char === '{') open++;
    else if (char === '}') open = Math.max(0, open - 1);
  }
  return open > 0 ? '{' : undefined;
}
