/** What a task says when it cannot do what was asked; shown to the model. */
export interface Problem {
  readonly problem: string;
}

export function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' && value !== null && 'problem' in value && typeof value.problem === 'string'
  );
}

/** The first line of what a library says, cut. */
export function problemOf(error: unknown, lead = ''): Problem {
  const told = error instanceof Error ? error.message : typeof error === 'string' ? error : wordsOf(error);
  return { problem: `${lead}${told.split('\n', 1)[0]?.slice(0, 300) ?? ''}` };
}

/** Some libraries throw plain objects with a message. */
function wordsOf(error: unknown): string {
  const message =
    typeof error === 'object' && error !== null && 'message' in error ? error.message : undefined;
  return typeof message === 'string' ? message : 'it failed';
}
