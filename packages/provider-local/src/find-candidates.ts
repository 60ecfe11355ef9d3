import { isJsonObject, type JsonSchema } from '@pegboard/core/provider';
import { type Candidate, type Material, overlaps, strength } from './candidate.ts';
import { fitsSchema } from './fits-schema.ts';
import type { Parameter } from './property-list.ts';
import { allowedTexts } from './rank-tools.ts';
import type { Fact } from './read-facts.ts';
import type { TextValue } from './read-values.ts';
import { stringCandidates } from './string-candidates.ts';
import { isStopWord, meaningsOf } from './words.ts';

/** All values that fit a parameter's schema, the surest first. Lists and objects are made of these elsewhere. */
export function findCandidates(parameter: Parameter, material: Material): readonly Candidate[] {
  const { schema } = parameter;
  const found = [
    ...fixedCandidates(schema),
    ...typedCandidates(parameter, material),
    ...factCandidates(parameter, material.facts),
  ];
  return found
    .filter((candidate) => fitsSchema(schema, candidate.value, material.root))
    .map((candidate) => raise(candidate, parameter, material))
    .toSorted((one, other) => other.strength - one.strength || placeOf(one) - placeOf(other));
}

function placeOf(candidate: Candidate): number {
  return candidate.span?.start ?? Infinity;
}

function fixedCandidates(schema: JsonSchema): readonly Candidate[] {
  const fixed: Candidate[] = [];
  if (schema['const'] !== undefined) fixed.push({ value: schema['const'], strength: strength.specific });
  if (schema['default'] !== undefined) fixed.push({ value: schema['default'], strength: strength.fallback });
  if (schema['type'] === 'null') fixed.push({ value: null, strength: strength.fallback });
  return fixed;
}

function typedCandidates(parameter: Parameter, material: Material): readonly Candidate[] {
  const { schema } = parameter;
  if (Array.isArray(schema['enum'])) return enumCandidates(schema, material);
  switch (schema['type']) {
    case 'number':
    case 'integer':
      return numberCandidates(material.values);
    case 'boolean':
      return booleanCandidates(parameter, material.text);
    case 'string':
      return stringCandidates(parameter, material);
    case undefined:
      return [...numberCandidates(material.values), ...stringCandidates(parameter, material)];
    default:
      return [];
  }
}

function numberCandidates(values: readonly TextValue[]): readonly Candidate[] {
  return values.flatMap(({ number, start, end }) =>
    number === undefined ? [] : [{ value: number, strength: strength.typed, span: { start, end } }],
  );
}

function enumCandidates(schema: JsonSchema, { text, values }: Material): readonly Candidate[] {
  const words = allowedTexts(schema)
    .toSorted((one, other) => other.length - one.length)
    .flatMap((allowed) => {
      const pattern = allowed
        .split(/[\s_-]+/)
        .map((word) => word.replace(/[$()*+.?[\\\]^{|}/]/g, String.raw`\$&`));
      if (allowed.trim() === '') return [];
      const found = text.matchAll(
        new RegExp(`(?<![\\p{L}\\p{N}])${pattern.join('[\\s_-]+')}(?![\\p{L}\\p{N}])`, 'giu'),
      );
      return [...found].map((match) => toCandidate(allowed, match.index, match[0].length));
    });
  const longest = words.filter(
    (one, index) => !words.slice(0, index).some((longer) => overlaps(one.span, longer.span)),
  );
  return [...longest, ...numberCandidates(values).map((one) => ({ ...one, strength: strength.specific }))];
}

function toCandidate(
  value: string,
  start: number,
  length: number,
): Candidate & { span: { start: number; end: number } } {
  return { value, strength: strength.specific, span: { start, end: start + length } };
}

function booleanCandidates({ name }: Parameter, text: string): readonly Candidate[] {
  const meanings = meaningsOf(name);
  const words = [...text.matchAll(/[\p{L}\p{M}'’]+/gu)];
  const at = words.findIndex(([word]) => meanings.includes(meaningsOf(word)[0] ?? ''));
  if (at === -1) return [];
  const near = words.slice(Math.max(0, at - 2), at + 3).map(([word]) => word.toLowerCase());
  const isNegative = near.some((word) => /^(?:no|not|without|false|off|never|don['’]?t)$/.test(word));
  return [{ value: !isNegative, strength: strength.specific }];
}

function factCandidates({ name, schema, required }: Parameter, facts: readonly Fact[]): readonly Candidate[] {
  const wanted = meaningsOf(name);
  return facts.flatMap((fact): readonly Candidate[] => {
    const holdsAll = wanted.length > 0 && wanted.every((meaning) => fact.meanings.includes(meaning));
    const isPart = fact.meanings.length > 0 && fact.meanings.every((meaning) => wanted.includes(meaning));
    const isNamed = holdsAll || (required && isPart);
    if (isNamed) return [{ value: fact.value, strength: strength.named, fact }];
    const isNumber = schema['type'] === 'number' || schema['type'] === 'integer';
    return isNumber ? [{ value: fact.value, strength: strength.likely, fact }] : [];
  });
}

/** A value beside the parameter's own name (`from Oslo`, `days: 3`, `3 days`) is surely meant for it. */
function raise(candidate: Candidate, parameter: Parameter, { text }: Material): Candidate {
  const { span } = candidate;
  if (span === undefined) return candidate;
  const { earlier, before } = wordsBefore(text.slice(Math.max(0, span.start - 60), span.start));
  const isFiller = /^(?:is|are|as|at|of|in|=|:)$/i.test(before ?? '');
  const after = /^["'”»`]?[\s-]?([\p{L}\p{M}]+(?:\/\p{L}+)?)/u.exec(text.slice(span.end, span.end + 60))?.[1];
  const isNumber = typeof candidate.value === 'number';
  const isLabelled =
    isLabelOf(before, parameter) ||
    (isFiller && isLabelOf(earlier, parameter)) ||
    (isNumber && isLabelOf(after, parameter));
  return isLabelled ? { ...candidate, strength: strength.labelled } : candidate;
}

/** The last two words or signs of a text, an opening quote after them left out. */
function wordsBefore(text: string): {
  readonly earlier: string | undefined;
  readonly before: string | undefined;
} {
  const [before, earlier] = (
    text.replace(/\s*["'“«`]$/, '').match(/[\p{L}\p{M}]+|[=:]|[^\s]/gu) ?? []
  ).toReversed();
  return { earlier, before };
}

/** Words that stand for parameter names, prepositions above all. */
const labels: Readonly<Record<string, string>> = {
  from: 'from origin source start departure',
  to: 'to destination target end recipient',
  into: 'to into target',
  in: 'to into target unit',
  until: 'until end to',
  since: 'since from start',
  by: 'by',
};

function isLabelOf(word: string | undefined, { name }: Parameter): boolean {
  if (word === undefined) return false;
  const label = word.toLowerCase();
  const nameWords = name.toLowerCase().split(/[^\p{L}]+/u);
  const stands = Object.hasOwn(labels, label) ? (labels[label]?.split(' ') ?? []) : [label];
  if (stands.some((one) => nameWords.includes(one))) return true;
  const meanings = isStopWord(label) ? [] : meaningsOf(label);
  return meanings.length > 0 && meanings.every((meaning) => meaningsOf(name).includes(meaning));
}

/** True for a schema whose values are lists. */
export function isList(schema: JsonSchema): boolean {
  return schema['type'] === 'array' || (schema['type'] === undefined && isJsonObject(schema['items']));
}
