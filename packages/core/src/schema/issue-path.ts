import { ownMember } from './own-member.ts';

export type PathSegment = string | number;

/** `['user', 'tags', 0]` → `user.tags[0]`; names that are no identifiers are quoted: `["a b"]`. */
export function formatPath(segments: readonly PathSegment[]): string {
  return segments.map(formatSegment).join('');
}

function formatSegment(segment: PathSegment, index: number): string {
  if (typeof segment === 'number') return `[${segment}]`;
  if (!/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(segment)) return `[${JSON.stringify(segment)}]`;
  return index === 0 ? segment : `.${segment}`;
}

/** The value at a path, own members only; `found` is false where the path leads nowhere. */
export function valueAt(root: unknown, segments: readonly PathSegment[]): { found: boolean; value: unknown } {
  let value = root;
  for (const segment of segments) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) {
      return { found: false, value: undefined };
    }
    value = ownMember(value, segment);
  }
  return { found: true, value };
}
