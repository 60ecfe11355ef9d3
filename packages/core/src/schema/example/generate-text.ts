import type { JsonObject, JsonValue } from '../../contracts/json.ts';
import { patternsOf } from './flatten.ts';
import { patternText } from './pattern-text.ts';
import type { Made, Scope } from './scope.ts';

/** A text of the format, the pattern and the length that are asked for. */
export function generateText(node: JsonObject, scope: Scope): Made {
  const patterns = patternsOf(node);
  const least = typeof node['minLength'] === 'number' ? node['minLength'] : 0;
  const most = typeof node['maxLength'] === 'number' ? node['maxLength'] : Infinity;
  const fits = (text: string): boolean => {
    const length = Array.from(text).length;
    return length >= least && length <= most && patterns.every((pattern) => matches(pattern, text));
  };
  const samples = formatSamples(node['format'], scope.variant).filter(fits);
  const way = scope.choices.take(3);
  if (samples.length > 0 && way < 2) return samples[way % samples.length];
  if (patterns.length > 0) return byPatterns(patterns, scope, fits) ?? samples[0];
  return sized(words[way] ?? 'example', scope.variant, least, most);
}

const words = ['example', 'a', ''];

/** As long as it must be; items of a list end in their number. */
function sized(word: string, variant: number, least: number, most: number): string {
  const number = variant === 0 ? '' : String(variant + 1);
  const room = Math.max(
    0,
    Math.min(Math.max(word.length + number.length, least), most, 1_000_000) - number.length,
  );
  return (word.padEnd(room, 'x').slice(0, room) + number).slice(0, Math.min(most, 1_000_000));
}

const mostStretch = 300;

/** Repetitions grow until the text is long enough; then other characters are tried. */
function byPatterns(
  patterns: readonly string[],
  scope: Scope,
  fits: (text: string) => boolean,
): string | undefined {
  for (const shift of [0, 1]) {
    for (let stretch = 0; stretch <= mostStretch; stretch++) {
      const variant = scope.variant + shift * stretch;
      const texts = patterns.map((pattern) => patternText(pattern, { ...scope, variant }, stretch));
      const found = texts.includes(undefined) ? [] : arrangements(texts, 'x'.repeat(stretch));
      const fitting = found.find((text) => text !== undefined && fits(text));
      if (fitting !== undefined || found.length === 0) return fitting;
    }
  }
  return undefined;
}

/** Several patterns may speak of parts of the text, in either order. */
function arrangements(
  texts: readonly (string | undefined)[],
  filler: string,
): readonly (string | undefined)[] {
  return [...texts, texts.join(filler), texts.toReversed().join(filler), texts.join('') + filler];
}

function matches(pattern: string, text: string): boolean {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(pattern, flags).test(text);
    } catch {
      // Unicode mode refuses some patterns that work without.
    }
  }
  return false;
}

/** Texts of a format, told apart by a number; the second in another spelling where one is common. */
function formatSamples(format: JsonValue | undefined, variant: number): readonly string[] {
  const make = typeof format === 'string' && Object.hasOwn(formats, format) ? formats[format] : undefined;
  return make?.(variant, String(variant + 1).padStart(2, '0')) ?? [];
}

const day = (variant: number): string => String((variant % 28) + 1).padStart(2, '0');
const clock = (variant: number): string => `09:${String(variant % 60).padStart(2, '0')}:00`;
const numbered = (variant: number): string => (variant === 0 ? '' : String(variant + 1));

const formats: Readonly<Record<string, (variant: number, two: string) => readonly string[]>> = {
  date: (at) => [`2026-01-${day(at)}`],
  time: (at) => [`${clock(at)}Z`, clock(at)],
  'date-time': (at) => [
    `2026-01-${day(at)}T09:00:00Z`,
    `2026-01-${day(at)}T09:00:00.000Z`,
    `2026-01-${day(at)}T09:00:00`,
  ],
  duration: (at) => [`PT${at + 1}H`],
  email: (at) => [`ana${numbered(at)}@example.com`],
  'idn-email': (at) => [`ana${numbered(at)}@example.com`],
  hostname: (at) => [`host${numbered(at)}.example.com`],
  'idn-hostname': (at) => [`host${numbered(at)}.example.com`],
  ipv4: (at) => [`192.0.2.${(at % 250) + 1}`],
  ipv6: (at) => [`2001:db8::${(at % 9000) + 1}`],
  uri: (at) => [`https://example.com/${numbered(at)}`],
  iri: (at) => [`https://example.com/${numbered(at)}`],
  url: (at) => [`https://example.com/${numbered(at)}`],
  'uri-reference': (at) => [`/page${numbered(at)}`],
  'iri-reference': (at) => [`/page${numbered(at)}`],
  'uri-template': (at) => [`/page${numbered(at)}/{id}`],
  'json-pointer': (at) => [`/member${numbered(at)}`],
  'relative-json-pointer': (at) => [`${at}`],
  regex: (at) => [`^a${numbered(at)}$`],
  uuid: (at, two) => [`3f2a6c1e-8d4b-4e7a-9c05-1b2d3e4f50${two.slice(-2)}`],
  byte: () => ['ZXhhbXBsZQ=='],
  binary: () => ['example'],
  cidrv4: (at) => [`192.0.${at % 250}.0/24`],
  cidrv6: (at) => [`2001:db8:${at}::/48`],
  base64: () => ['ZXhhbXBsZQ=='],
  base64url: () => ['ZXhhbXBsZQ'],
};
