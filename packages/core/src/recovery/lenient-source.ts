import type { Repair, RepairKind } from '../contracts/repair.ts';
import type { JsonSchema } from '../contracts/standard-schema.ts';
import type { Draft } from '../schema/coerce-draft.ts';
import { formatPath, type PathSegment } from '../schema/issue-path.ts';

export interface Problem {
  readonly code: 'malformed_arguments' | 'truncated' | 'too_large';
  /** What is wrong, as half a sentence. */
  readonly what: string;
  /** Offset into the text. */
  readonly position: number;
}

/** An object or array that is open. */
export interface Frame {
  readonly kind: 'object' | 'array';
  readonly entries: Map<string, Draft>;
  readonly items: Draft[];
  /** The member that is being read; undefined between members. */
  key: string | undefined;
}

/** The state of one reading. */
export interface Source {
  readonly text: string;
  readonly schema: JsonSchema | undefined;
  readonly frames: Frame[];
  readonly repairs: Map<RepairKind, { readonly path: string; readonly detail: string; count: number }>;
  at: number;
  /** Characters looked at, some more than once: the work done. */
  steps: number;
  problem: Problem | undefined;
  /** Some value is a word without quotes, so that its end is not marked. */
  hasWords: boolean;
  /** Some string has backslashes that JSON does not have, so that they stand for themselves. */
  keptEscapes: boolean;
  /** Some string has escapes that would read otherwise if backslashes stood for themselves. */
  doubtfulEscapes: boolean;
}

export function openSource(text: string, schema: JsonSchema | undefined): Source {
  return {
    text,
    schema,
    frames: [],
    repairs: new Map(),
    at: 0,
    steps: 0,
    problem: undefined,
    hasWords: false,
    keptEscapes: false,
    doubtfulEscapes: false,
  };
}

/** Ends the reading; the first problem counts. */
export function fail(source: Source, what: string, position = source.at): undefined {
  source.problem ??= { code: 'malformed_arguments', what, position };
  return undefined;
}

export function failTruncated(source: Source, what: string): undefined {
  source.problem ??= { code: 'truncated', what, position: source.text.length };
  return undefined;
}

/** Notes something that was mended; each kind is listed once, with its first place and how often it came. */
export function note(source: Source, kind: RepairKind, detail: string, times = 1): void {
  const known = source.repairs.get(kind);
  if (known) known.count += times;
  else if (times > 0) source.repairs.set(kind, { path: formatPath(pathOf(source)), detail, count: times });
}

export function listRepairs(source: Source): readonly Repair[] {
  return [...source.repairs].map(([kind, { path, detail, count }]) => ({
    kind,
    path,
    detail: count === 1 ? detail : `${detail}, ${count} times`,
  }));
}

/** Where in the value the reading stands. */
export function pathOf({ frames }: Source): readonly PathSegment[] {
  const path = frames.map((frame) => (frame.kind === 'object' ? frame.key : frame.items.length));
  // Only the innermost object can be between members.
  return path.filter((segment) => segment !== undefined);
}
