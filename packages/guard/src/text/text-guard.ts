import {
  ConfigError,
  type GuardPlace,
  type GuardSubject,
  type GuardVerdict,
  type Hooks,
  type JsonObject,
  type JsonValue,
  result,
  type ToolContentPart,
  type UserPart,
} from '@pegboard/core';
import type { Found } from './found.ts';
import { type Finder, mapTexts, redactText, selective, type RedactOptions } from './text-finder.ts';

export interface TextGuardOptions<Kind extends string = string> extends RedactOptions<Kind> {
  /** Where it looks: `input`, `args`, `result`, `output`. */
  readonly at?: readonly GuardPlace[];
  /** What it does with what it finds: puts something in its place, or keeps all of it out. */
  readonly action?: 'redact' | 'block';
}

/** What kind of guard it is. */
export interface TextGuardPlan<Kind extends string> {
  readonly name: string;
  readonly kinds: readonly Kind[];
  readonly find: Finder<Kind>;
  readonly at: readonly GuardPlace[];
  readonly action: 'redact' | 'block';
  /** Characters by which the beginning of a thing can be told; longer ones are held until they end. */
  readonly window: number;
  /** Why something is kept out, in words. */
  readonly why: (found: readonly Found<Kind>[]) => string;
  readonly replace?: (found: Found<Kind>) => string;
}

/** A guard that searches texts. Throws `ConfigError` for places, actions and kinds that there are not. */
export function textGuard<Kind extends string>(
  plan: TextGuardPlan<Kind>,
  options: TextGuardOptions<Kind>,
): Hooks {
  const { at = plan.at, action = plan.action } = options;
  checkWords(plan.name, 'at', at, ['input', 'args', 'result', 'output']);
  checkWords(plan.name, 'action', [action], ['redact', 'block']);
  const find = selective(plan.find, options, plan.kinds);
  const replace = options.replace ?? plan.replace ?? (({ kind }) => `[${kind}]`);
  const check = (subject: GuardSubject): GuardVerdict => {
    if (action === 'redact') return redacted(subject, (text, key) => redactText(text, find, replace, key));
    const found = findIn(subject, find);
    return found.length > 0 && { block: plan.why(found) };
  };
  return { name: plan.name, guard: { at, check, window: plan.window } };
}

function findIn<Kind extends string>(subject: GuardSubject, find: Finder<Kind>): readonly Found<Kind>[] {
  const all: Found<Kind>[] = [];
  redacted(subject, (text, key) => {
    all.push(...find(text, key));
    return text;
  });
  return all;
}

/** Nothing when nothing has changed. */
export function redacted(
  subject: GuardSubject,
  change: (text: string, key?: string) => string,
): GuardVerdict {
  let hasChanged = false;
  const noted = (text: string, key?: string): string => {
    const changed = change(text, key);
    hasChanged ||= changed !== text;
    return changed;
  };
  const rewrite = rewritten(subject, noted);
  return hasChanged && { rewrite };
}

function rewritten(subject: GuardSubject, change: (text: string, key?: string) => string): unknown {
  switch (subject.at) {
    case 'output':
      return change(subject.value);
    case 'args':
      return mapTexts(subject.value, change);
    case 'input':
      return subject.value.map((part) => mapPart(part, change));
    case 'result':
      return rewrittenResult(subject, change);
  }
}

type ResultSubject = Extract<GuardSubject, { at: 'result' }>;

function rewrittenResult(
  { status, value, content, text }: ResultSubject,
  change: (text: string, key?: string) => string,
): unknown {
  if (status !== 'success' || value === undefined) return change(text);
  const mapped = mapTexts(value, change);
  // The first part is the value itself as the model is shown it.
  const rest = content.slice(1).map((part) => mapPart(part, change));
  if (rest.length === 0) return mapped;
  // A guard is not told whether the tool itself has marked this result; so it stays marked.
  return result(mapped, { content: rest, trust: 'untrusted' });
}

function mapPart<Part extends UserPart | ToolContentPart>(
  part: Part,
  change: (text: string, key?: string) => string,
): Part {
  if (part.type === 'text') return { ...part, text: change(part.text) };
  if (part.type === 'json') return { ...part, value: mapTexts(part.value, change) };
  return part;
}

function checkWords(name: string, option: string, given: readonly string[], known: readonly string[]): void {
  const unknown = given.find((word) => !known.includes(word));
  if (unknown === undefined) return;
  throw new ConfigError({
    code: 'unknown-name',
    what: `The guard "${name}" cannot use "${option}: ${unknown}"`,
    evidence: `There are ${known.join(', ')}`,
    fix: 'Use one of these, or leave it out',
  });
}

/** A value with what was found in any of its texts replaced, for logs and stores. */
export function redact<T extends JsonValue | JsonObject>(value: T, find: Finder | readonly Finder[]): T {
  const finders = typeof find === 'function' ? [find] : find;
  const change = (text: string, key?: string): string =>
    finders.reduce((current, finder) => redactText(current, finder, ({ kind }) => `[${kind}]`, key), text);
  return mapTexts(value, change) as T; // of the same shape; numbers of persons become texts
}
