import type { OutputUnit, Schema } from '@cfworker/json-schema';
import { type PathSegment, valueAt } from './issue-path.ts';
import { type KeywordPlace, type Lookup, locateKeyword } from './locate-keyword.ts';
import { readPointer } from './schema-node.ts';

/** What the errors of one validation speak of. */
export interface ErrorContext {
  readonly value: unknown;
  readonly root: Schema;
  readonly lookup: Lookup;
}

export interface Instance {
  readonly segments: readonly PathSegment[];
  readonly value: unknown;
}

/** Where in the schema an error's keyword stands. */
export function placeOf(error: OutputUnit, context: ErrorContext): KeywordPlace {
  return locateKeyword(error.keywordLocation, context.root, context.lookup);
}

/** The value that an error speaks of; array members get numbers as segments. */
export function instanceOf(error: OutputUnit, context: ErrorContext): Instance {
  const segments: PathSegment[] = [];
  let { value } = context;
  for (const name of readPointer(error.instanceLocation)) {
    segments.push(Array.isArray(value) ? Number(name) : name);
    value = valueAt(context.value, segments).value;
  }
  return { segments, value };
}
