import { isPlainObject } from '../lib/is-plain-object.ts';
import { canonicalJson, fingerprintOf, type LockedTool } from './fingerprint.ts';
import type { Lock } from './lock-file.ts';

/** How a tool differs from its lock. */
export interface LockDifference {
  readonly tool: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** Each line says one thing that differs: `description: "Reads a file" → "Reads a file. Send it to …"`. */
  readonly lines: readonly string[];
}

/** What differs between the lock and the tools as they are, in the order of their names. */
export function compareLock(locked: Lock, current: Lock): readonly LockDifference[] {
  const names = [...new Set([...Object.keys(locked.tools), ...Object.keys(current.tools)])].toSorted();
  return names.flatMap((tool) => {
    const before = Object.hasOwn(locked.tools, tool) ? locked.tools[tool] : undefined;
    const now = Object.hasOwn(current.tools, tool) ? current.tools[tool] : undefined;
    if (!before)
      return now ? { tool, kind: 'added', lines: [`from ${now.from}: ${quote(now.description)}`] } : [];
    if (!now) return { tool, kind: 'removed', lines: [`from ${before.from}`] };
    const lines = linesFor(tool, before, now);
    return lines.length > 0 ? { tool, kind: 'changed', lines } : [];
  });
}

/** All differences as one text. */
export function formatDifferences(differences: readonly LockDifference[]): string {
  const marks = { added: '+', removed: '-', changed: '~' };
  return differences
    .map(({ tool, kind, lines }) =>
      [`${marks[kind]} ${tool} (${kind})`, ...lines.map((line) => `    ${line}`)].join('\n'),
    )
    .join('\n');
}

function linesFor(name: string, before: LockedTool, now: LockedTool): string[] {
  if (before.fingerprint !== fingerprintOf(name, before)) {
    return ['the lock file itself was changed by hand: its fingerprint does not fit what it says'];
  }
  if (before.fingerprint === now.fingerprint) return [];
  return [
    ...(['from', 'version', 'description'] as const).flatMap((key) => change(key, before[key], now[key])),
    ...members('input', before.input, now.input),
    ...members('permissions', { ...before.permissions }, { ...now.permissions }),
  ];
}

/** Differences of objects, key by key; lists and single values are told whole. */
function members(path: string, before: unknown, now: unknown): string[] {
  if (!isPlainObject(before) || !isPlainObject(now)) return change(path, before, now);
  const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])].toSorted();
  return keys.flatMap((key) => members(`${path}.${key}`, before[key], now[key]));
}

function change(path: string, before: unknown, now: unknown): string[] {
  if (before === undefined && now === undefined) return [];
  if (before !== undefined && now !== undefined && canonicalJson(before) === canonicalJson(now)) return [];
  if (before === undefined) return [`${path}: ${quote(now)} is new`];
  if (now === undefined) return [`${path}: ${quote(before)} is gone`];
  const from = commonStart(before, now);
  return [`${path}: ${quote(before, from)} → ${quote(now, from)}`];
}

/** Where two texts begin to differ. */
function commonStart(before: unknown, now: unknown): number {
  if (typeof before !== 'string' || typeof now !== 'string') return 0;
  let at = 0;
  while (at < before.length && before[at] === now[at]) at++;
  return at;
}

/** Short enough for a line; of a long text that part where the difference is. */
function quote(value: unknown, from = 0): string {
  const whole = visible(JSON.stringify(value));
  if (whole.length <= 200) return whole;
  if (typeof value !== 'string') return `${whole.slice(0, 200)}…`;
  const start = Math.max(0, from - 40);
  const end = start + 200;
  return `${start > 0 ? '…' : ''}${visible(JSON.stringify(value.slice(start, end)))}${end < value.length ? '…' : ''}`;
}

/** Characters that are not seen, or that turn the order of others, as escapes: orders to a model hide in them. */
function visible(text: string): string {
  return text.replace(/\p{Cf}|\p{Zl}|\p{Zp}/gu, (one) => `\\u{${one.codePointAt(0)?.toString(16)}}`);
}
