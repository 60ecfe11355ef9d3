import type { RecoveryCode, RecoveryError } from '../contracts/repair.ts';
import { type Draft, isDraftArray, RawNumber, settle, Word } from '../schema/coerce-draft.ts';
import type { StrangeKey } from '../schema/coerce-keys.ts';
import { describeValue } from '../schema/describe-value.ts';
import { formatIssues } from '../schema/format-issues.ts';
import { formatPath, type PathSegment } from '../schema/issue-path.ts';
import type { SchemaIssue } from '../schema/validation.ts';
import type { Problem } from './lenient-source.ts';

const excerptLength = 80;

/** The text could not be read. */
export function readingError(tool: string, text: string, problem: Problem): RecoveryError {
  const { code, position, what } = problem;
  const evidence = excerptAt(text, position);
  return {
    code,
    message:
      code === 'truncated'
        ? `${tool} was not run: the arguments end ${what}. Send the whole call again, shorter if need be.`
        : `${tool} was not run: the arguments are not valid JSON: ${what} at ${position}, near ${evidence}. Send one valid JSON object.`,
    position,
    evidence,
    tool,
  };
}

/** At most 80 characters around a place. */
function excerptAt(text: string, position: number): string {
  const start = Math.max(0, Math.min(position, text.length) - 40);
  return text
    .slice(start, start + excerptLength)
    .replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '')
    .toWellFormed();
}

export function cutOffError(tool: string, limit: string): RecoveryError {
  const message = `${tool} was not run: the answer was cut off by ${limit}. Send the whole call again, shorter.`;
  return { code: 'truncated', message, tool };
}

export function tooLargeError(tool: string, size: number, most: number): RecoveryError {
  const message = `${tool} was not run: its arguments have ${size} characters, at most ${most} are allowed. Send less, or in several calls.`;
  return { code: 'too_large', message, tool };
}

export function notObjectError(tool: string, draft: Draft): RecoveryError {
  const received =
    draft instanceof Word || draft instanceof RawNumber ? draft.raw.slice(0, 40) : describeValue(draft);
  const message = `${tool} was not run: its arguments must be a JSON object, received ${received}.`;
  return { code: 'arguments_not_object', message, tool };
}

export function strangeKeyError(tool: string, strangers: readonly StrangeKey[]): RecoveryError {
  const lines = strangers
    .slice(0, 5)
    .map(({ path, nearest }) => `- ${path}: unknown parameter; did you mean "${nearest}"?`);
  return { code: 'unknown_parameter', message: `${tool} was not run:\n${lines.join('\n')}`, tool };
}

/** The value does not fit the schema. */
export function misfitError(tool: string, issues: readonly SchemaIssue[]): RecoveryError {
  const unknown = issues.length > 0 && issues.every((issue) => issue.message === 'unknown key');
  const code: RecoveryCode = unknown ? 'unknown_parameter' : 'invalid_arguments';
  const message = `${tool} was not run, its arguments do not fit:\n${formatIssues(issues, { root: 'arguments' })}`;
  return { code, message, tool };
}

/** A leaf that nothing settles: a number that loses digits, a word without quotes. */
export function unsettledError(tool: string, draft: Draft): RecoveryError {
  const [path, leaf] = unsettledLeaf(draft, []) ?? [[], undefined];
  const isWord = leaf instanceof Word;
  const message = isWord ? 'text without quotes' : 'more digits than a number holds exactly';
  const received = leaf === undefined ? {} : { received: leaf.raw.slice(0, 40) };
  const error = misfitError(tool, [{ path: formatPath(path), message, ...received }]);
  return { ...error, code: isWord ? 'malformed_arguments' : 'invalid_arguments' };
}

type Leaf = readonly [path: readonly PathSegment[], leaf: RawNumber | Word];

function unsettledLeaf(draft: Draft | undefined, path: readonly PathSegment[]): Leaf | undefined {
  if (draft instanceof RawNumber || draft instanceof Word) {
    return settle(draft) === undefined ? [path, draft] : undefined;
  }
  if (typeof draft !== 'object' || draft === null) return undefined;
  const members: readonly (readonly [PathSegment, Draft | undefined])[] = isDraftArray(draft)
    ? draft.map((item, index) => [index, item])
    : Object.entries(draft);
  for (const [segment, member] of members) {
    const found = unsettledLeaf(member, [...path, segment]);
    if (found !== undefined) return found;
  }
  return undefined;
}
