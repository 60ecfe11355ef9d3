import type { SchemaIssue } from './validation.ts';

export interface FormatIssuesOptions {
  /** Most issues that are listed; default 5. The rest are counted. */
  readonly max?: number;
  /** What stands for the value itself; default `value`. */
  readonly root?: string;
}

/** Issues as short text for a model, one line each: path, what is wrong, what is expected, what was received. */
export function formatIssues(issues: readonly SchemaIssue[], options: FormatIssuesOptions = {}): string {
  const { max = 5, root = 'value' } = options;
  const lines = issues.slice(0, max).map((issue) => `- ${formatIssue(issue, root)}`);
  if (issues.length > max) lines.push(`- and ${issues.length - max} more`);
  return lines.join('\n');
}

function formatIssue(issue: SchemaIssue, root: string): string {
  const { path, message, expected, received, nearest } = issue;
  const facts = [
    expected === undefined ? undefined : `expected ${expected}`,
    received === undefined ? undefined : `received ${received}`,
  ].filter((fact) => fact !== undefined);
  const words = saysOnlyTypes(message) && expected !== undefined ? '' : shorten(message);
  const detail =
    words === ''
      ? facts.join(', ')
      : [words, ...(facts.length > 0 ? [`(${facts.join(', ')})`] : [])].join(' ');
  const hint = nearest === undefined ? '' : `; did you mean ${JSON.stringify(nearest)}?`;
  return `${path === '' ? root : path}: ${detail}${hint}`;
}

/** Stock messages of schema libraries, which say again what `expected` and `received` say. */
function saysOnlyTypes(message: string): boolean {
  return /^(invalid (input|option|value|discriminator)|too (small|big)|wrong (type|format)|not allowed|fits none)\b/i.test(
    message,
  );
}

function shorten(message: string): string {
  const line = message.replaceAll(/\s+/g, ' ').trim();
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
