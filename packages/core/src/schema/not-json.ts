import { formatPath, type PathSegment } from './issue-path.ts';
import { describeValue } from './describe-value.ts';
import type { SchemaIssue } from './validation.ts';

/** The first thing in a value that JSON cannot hold: undefined, a bigint, a function, a cycle, a broken key. */
export function notJsonIssue(value: unknown): SchemaIssue | undefined {
  return search(value, [], new Set());
}

function search(value: unknown, path: readonly PathSegment[], open: Set<object>): SchemaIssue | undefined {
  const issue = (received: string): SchemaIssue => ({
    path: formatPath(path),
    message: 'not JSON',
    expected: 'a JSON value',
    received,
  });
  if (['undefined', 'bigint', 'function', 'symbol'].includes(typeof value))
    return issue(describeValue(value));
  if (typeof value !== 'object' || value === null) return undefined;
  if (open.has(value)) return issue('an object that contains itself');
  if (open.size > 500) return issue('a value nested more than 500 levels deep');
  open.add(value);
  for (const [key, member] of Object.entries(value)) {
    if (!key.isWellFormed()) return issue(`the key ${JSON.stringify(key)}, which is no Unicode text`);
    const found = search(member, [...path, Array.isArray(value) ? Number(key) : key], open);
    if (found !== undefined) return found;
  }
  open.delete(value);
  return undefined;
}
