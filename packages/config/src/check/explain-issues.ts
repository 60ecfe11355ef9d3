import type * as z from 'zod';
import { formatPath, type Path } from '../lib/path.ts';

/** One thing that is wrong in a configuration. */
export interface Problem {
  readonly path: Path;
  readonly text: string;
}

type Issue = z.core.$ZodIssue;

/** Issues in words that never show a value: it may be a secret. */
export function explainIssues(issues: readonly Issue[], base: Path = []): Problem[] {
  return issues.flatMap((issue) => explain(issue, base));
}

function explain(issue: Issue, base: Path): Problem[] {
  const path = [...base, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
  if (issue.code === 'invalid_union') return explainUnion(issue, path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      text: `there is no setting "${formatPath([...path, key])}"`,
    }));
  }
  return [{ path, text: `${formatPath(path)}: ${wordsFor(issue)}` }];
}

/** Of alternatives the one that fits furthest is what was meant; where none fits at all, all are told. */
function explainUnion(issue: Issue & { code: 'invalid_union' }, path: Path): Problem[] {
  const inner = issue.errors.map((issues) => explainIssues(issues, path));
  const deepest = inner.filter((problems) => problems.some((problem) => problem.path.length > path.length));
  if (deepest[0]) return deepest.reduce((best, next) => (next.length < best.length ? next : best));
  const expected = issue.errors.flatMap((issues) => issues.map(wordsFor));
  return [
    {
      path,
      text: `${formatPath(path)}: ${[...new Set(expected)].join(', or ') || 'no such value is taken'}`,
    },
  ];
}

function wordsFor(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${names[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `expected ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'invalid_format':
      return issue.message;
    case 'custom':
      return 'expected an object';
    case 'unrecognized_keys':
      return `expected no ${issue.keys.join(', ')}`;
    default:
      return issue.message.toLowerCase();
  }
}

const names: Partial<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of settings',
  record: 'a map',
};
