import type { Problem } from './problem.ts';

type Load<F> = () => Promise<F>;

/** A table of what runs in a process of its own, each with its library loaded there and not in the program. */
function listed<T extends Readonly<Record<string, Load<(input: never) => unknown>>>>(list: T): T {
  return list;
}

export const tasks = listed({
  evaluate_expression: async () => (await import('../data/evaluate-expression.ts')).evaluateExpression,
  evaluate_query: async () => (await import('../data/evaluate-query.ts')).evaluateQuery,
  compare_texts: async () => (await import('../text/compare-texts.ts')).compareTexts,
  find_matches: async () => (await import('../text/find-matches.ts')).findMatches,
  read_html: async () => (await import('../http/read-html.ts')).readHtml,
});

type Tasks = typeof tasks;
type TaskOf<K extends keyof Tasks> = Awaited<ReturnType<Tasks[K]>>;

export type TaskName = keyof Tasks;
export type TaskInput<K extends TaskName> = Parameters<TaskOf<K>>[0];
export type TaskOutput<K extends TaskName> = Exclude<Awaited<ReturnType<TaskOf<K>>>, Problem>;
