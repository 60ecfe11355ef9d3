import { ConfigError, type JsonObject, type JsonValue } from '@pegboard/core';
import type { Found } from './found.ts';

/** What a search finds in a text; `key` is the name of the member that holds it. */
export type Finder<Kind extends string = string> = (text: string, key?: string) => readonly Found<Kind>[];

export interface RedactOptions<Kind extends string> {
  /** Only these kinds. Default: all. */
  readonly only?: readonly Kind[];
  /** What may stay: a text that is equal to what was found, or an expression that fits all of it. */
  readonly allow?: readonly (string | RegExp)[];
  /** What is put in its place. Default: its kind in brackets. */
  readonly replace?: (found: Found<Kind>) => string;
}

/** A finder that leaves out what `only` and `allow` leave out. Throws `ConfigError` for kinds that there are not. */
export function selective<Kind extends string>(
  find: Finder<Kind>,
  { only, allow = [] }: RedactOptions<Kind>,
  kinds: readonly Kind[],
): Finder<Kind> {
  const unknown = only?.find((kind) => !kinds.includes(kind));
  if (unknown !== undefined) {
    throw new ConfigError({
      code: 'unknown-name',
      what: `There is no kind "${unknown}"`,
      evidence: `There are ${kinds.join(', ')}`,
      fix: 'Use some of these in `only`',
    });
  }
  return (text, key) =>
    find(text, key).filter(
      (found) => (!only || only.includes(found.kind)) && !allow.some((item) => fits(item, found.text)),
    );
}

function fits(item: string | RegExp, text: string): boolean {
  if (typeof item === 'string') return item === text;
  // Without the flags that make it remember where it was.
  const match = new RegExp(item.source, item.flags.replace(/[gy]/g, '')).exec(text);
  return match?.[0] === text;
}

/** The text with what was found replaced; the same text when there is nothing. */
export function redactText<Kind extends string>(
  text: string,
  find: Finder<Kind>,
  replace: (found: Found<Kind>) => string,
  key?: string,
): string {
  let out = '';
  let from = 0;
  for (const found of find(text, key)) {
    out += text.slice(from, found.start) + replace(found);
    from = found.end;
  }
  return from === 0 ? text : out + text.slice(from);
}

/** Deeper values are no data. */
const maxDepth = 200;

/** The same value with every text in it changed: values, names of members, and numbers that are long enough to be one of a person. */
export function mapTexts(
  value: JsonValue,
  change: (text: string, key?: string) => string,
  key?: string,
  depth = 0,
): JsonValue {
  if (typeof value === 'string') return change(value, key);
  if (typeof value === 'number') return mapNumber(value, change, key);
  if (typeof value !== 'object' || value === null || depth > maxDepth) return value;
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change, key, depth + 1));
  const members: Record<string, JsonValue> = {};
  for (const [name, member] of Object.entries(value as JsonObject)) {
    if (member === undefined) continue;
    define(members, unused(members, change(name)), mapTexts(member, change, name, depth + 1));
  }
  return members;
}

function mapNumber(value: number, change: (text: string, key?: string) => string, key?: string): JsonValue {
  const text = String(value);
  if (!/^\d{7,}$/.test(text)) return value;
  const changed = change(text, key);
  return changed === text ? value : changed;
}

/** Two names may have become the same. */
function unused(members: object, name: string): string {
  let free = name;
  for (let count = 2; Object.hasOwn(members, free); count++) free = `${name} ${count}`;
  return free;
}

/** Plain assignment would set the prototype for the key `__proto__`. */
function define(target: Record<string, JsonValue>, key: string, value: JsonValue): void {
  Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
}
