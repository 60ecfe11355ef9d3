import type { Repair, RepairKind } from '../contracts/repair.ts';
import type { JsonSchema } from '../contracts/standard-schema.ts';
import { type Draft, RawNumber, settle, Word } from './coerce-draft.ts';
import type { Judge } from './coerce-judge.ts';
import { quote } from './describe-value.ts';
import { formatPath, type PathSegment } from './issue-path.ts';

/** What one coercion carries along. */
export interface Scope {
  readonly judge: Judge;
  /** Reads JSON text that stands in a string; undefined when it cannot be read with certainty. */
  readonly readText: (text: string) => Draft | undefined;
  readonly path: readonly PathSegment[];
  readonly repairs: Repair[];
  /** How many alternatives are being tried around this place. */
  readonly trials: number;
}

export function inside(scope: Scope, segment: PathSegment): Scope {
  return { ...scope, path: [...scope.path, segment] };
}

/** A scope whose repairs count only if they are taken over. */
export function fork(scope: Scope): Scope {
  return { ...scope, repairs: [], trials: scope.trials + 1 };
}

export function repaired(scope: Scope, kind: RepairKind, detail: string): void {
  scope.repairs.push({ kind, path: formatPath(scope.path), detail });
}

export function fits(scope: Scope, node: JsonSchema, draft: Draft): boolean {
  const value = settle(draft);
  return value !== undefined && scope.judge.fits(node, value);
}

/** `"2" to 2`. */
export function change(from: Draft, to: unknown): string {
  const written = from instanceof RawNumber || from instanceof Word ? from.raw.slice(0, 40) : quote(from);
  return `${written} to ${quote(to)}`;
}
