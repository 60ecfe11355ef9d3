import type { OutputUnit } from '@cfworker/json-schema';
import { chooseAlternative } from './choose-alternative.ts';
import { type ErrorContext, instanceOf, placeOf } from './error-place.ts';
import { explainLeaf, explainRefusal } from './explain-leaf.ts';
import type { SchemaIssue } from './validation.ts';

const mostIssues = 50;

/** Errors that only say that something below them is wrong. */
const wrappers = new Set([
  '$ref',
  '$recursiveRef',
  'properties',
  'patternProperties',
  'additionalProperties',
  'unevaluatedProperties',
  'items',
  'additionalItems',
  'prefixItems',
  'unevaluatedItems',
  'allOf',
  'if',
  'dependentSchemas',
]);

/** The validator's errors, wrappers first, as issues at the places where something is really wrong. */
export function explainErrors(errors: readonly OutputUnit[], context: ErrorContext): readonly SchemaIssue[] {
  const issues = new Map<string, SchemaIssue>();
  for (let index = 0; index < errors.length && issues.size < mostIssues;) {
    const end = endOf(errors, index);
    for (const issue of explainOne(errors.slice(index, end), errors[index - 1], context)) {
      issues.set(`${issue.path}\n${issue.message}`, issue);
    }
    index = end;
  }
  return issues.size > 0 ? [...issues.values()] : [{ path: '', message: 'does not fit the schema' }];
}

/** Alternatives, `contains` and `propertyNames` are explained together with what follows below them. */
function endOf(errors: readonly OutputUnit[], start: number): number {
  const { keyword = '', keywordLocation = '' } = errors[start] ?? {};
  let end = start + 1;
  if (!['anyOf', 'oneOf', 'contains', 'propertyNames'].includes(keyword)) return end;
  const below = (error: OutputUnit): boolean =>
    error.keyword === 'false' || error.keywordLocation.startsWith(`${keywordLocation}/`);
  for (let error = errors[end]; error !== undefined && below(error); error = errors[end]) end++;
  return end;
}

function explainOne(
  [error, ...below]: readonly OutputUnit[],
  before: OutputUnit | undefined,
  context: ErrorContext,
): readonly SchemaIssue[] {
  if (error === undefined || wrappers.has(error.keyword)) return [];
  if (error.keyword === 'false') {
    const parent = before === undefined ? {} : placeOf(before, context).node;
    return explainRefusal(before?.keyword, parent, instanceOf(error, context), context);
  }
  const { node, hidden } = placeOf(error, context);
  if (hidden) return [];
  const instance = instanceOf(error, context);
  if (error.keyword === 'anyOf' || error.keyword === 'oneOf') {
    const choice = chooseAlternative(error, below, node, context);
    return 'issue' in choice ? [choice.issue] : explainErrors(choice.meant, context);
  }
  const named =
    error.keyword === 'propertyNames' && below[0] !== undefined ? instanceOf(below[0], context) : instance;
  return explainLeaf(error.keyword, node, named, context);
}
