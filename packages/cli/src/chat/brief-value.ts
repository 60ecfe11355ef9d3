import type { JsonValue } from '@pegboard/core';
import { visible } from '../terminal/visible.ts';

/** `from: Oslo, days: 3` for an object, text as it is, JSON for anything else; on one line and not longer than `most`. */
export function briefValue(value: JsonValue | undefined, most: number, more: string): string {
  const text = visible(plainValue(value).replace(/\s+/g, ' ').trim());
  return text.length > most ? `${text.slice(0, Math.max(1, most - more.length))}${more}` : text;
}

function plainValue(value: JsonValue | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  return Object.entries(value)
    .map(([key, member]) => `${key}: ${typeof member === 'string' ? member : JSON.stringify(member)}`)
    .join(', ');
}
