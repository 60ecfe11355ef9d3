import { ToolFailure } from '@pegboard/core';

export interface LineTestOptions {
  readonly isRegex: boolean;
  readonly ignoreCase: boolean;
}

/** A test of lines. Regular expressions of models run in an engine that takes linear time, which is loaded with the first of them. */
export async function createLineTest(
  query: string,
  { isRegex, ignoreCase }: LineTestOptions,
): Promise<(line: string) => boolean> {
  if (!isRegex) {
    const wanted = ignoreCase ? query.toLowerCase() : query;
    return (line) => (ignoreCase ? line.toLowerCase() : line).includes(wanted);
  }
  const { compilePattern } = await import('../text/compile-pattern.ts');
  const pattern = compilePattern(query, { ignoreCase });
  if (!('reason' in pattern)) return (line) => pattern.matcher(line).find();
  throw new ToolFailure(
    `The query is no regular expression of RE2: ${pattern.reason}. Lookaround and backreferences are not known to it.`,
  );
}
