import { data } from './marks.ts';

export interface JsonStyle {
  readonly comma: string;
  readonly colon: string;
  /** Escapes everything outside ASCII. */
  readonly ascii: boolean;
}

export const jsonStyles: readonly JsonStyle[] = [
  { comma: ', ', colon: ': ', ascii: false },
  { comma: ', ', colon: ':', ascii: true },
  { comma: ',\n  ', colon: ': ', ascii: false },
];

/** JSON with its strings' contents, numbers and literals marked as data. Keys are syntax. */
export function printJson(value: unknown, style: JsonStyle): string {
  if (typeof value === 'string') return `"${data(jsonString(value, style).slice(1, -1))}"`;
  if (typeof value !== 'object' || value === null) return data(JSON.stringify(value));
  if (Array.isArray(value)) return `[${value.map((item) => printJson(item, style)).join(style.comma)}]`;
  const members = Object.entries(value).map(
    ([key, member]) => `"${key}"${style.colon}${printJson(member, style)}`,
  );
  return `{${members.join(style.comma)}}`;
}

function jsonString(text: string, { ascii }: JsonStyle): string {
  const json = JSON.stringify(text);
  if (!ascii) return json;
  return json.replaceAll(/[^\x20-\x7E]/gu, (char) => char.split('').map(escapeUnit).join(''));
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A Python literal. */
export function printPython(value: unknown): string {
  if (typeof value === 'boolean') return data(value ? 'True' : 'False');
  if (typeof value === 'string') return `"${data(JSON.stringify(value).slice(1, -1))}"`;
  if (typeof value !== 'object' || value === null) return data(JSON.stringify(value));
  if (Array.isArray(value)) return `[${value.map(printPython).join(', ')}]`;
  const members = Object.entries(value).map(([key, member]) => `"${key}": ${printPython(member)}`);
  return `{${members.join(', ')}}`;
}

/** Gemma's own notation: bare keys, strings between `quote` marks. */
export function printGemma(value: unknown, quote: string): string {
  if (typeof value === 'string') return `${quote}${data(value)}${quote}`;
  if (typeof value !== 'object' || value === null) return data(JSON.stringify(value));
  if (Array.isArray(value)) return `[${value.map((item) => printGemma(item, quote)).join(',')}]`;
  const members = Object.entries(value).map(([key, member]) => `${key}:${printGemma(member, quote)}`);
  return `{${members.join(',')}}`;
}

/** The content of an element of an XML dialect: strings as they are, all else as JSON. */
export function printElement(value: unknown): string {
  return data(typeof value === 'string' ? value : JSON.stringify(value));
}
