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
  const { RE2JS } = await import('re2js');
  try {
    const pattern = RE2JS.compile(query, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
    return (line) => pattern.matcher(line).find();
  } catch (error) {
    throw new ToolFailure(
      `The query is no regular expression of RE2: ${error instanceof Error ? error.message : 'it cannot be read'}. Lookaround and backreferences are not known to it.`,
    );
  }
}
