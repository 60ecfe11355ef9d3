import { type Candidate, type Material, strength } from './candidate.ts';
import type { Parameter } from './property-list.ts';
import type { TextValue, ValueKind } from './read-values.ts';
import { isStopWord, meaningsOf, splitWords } from './words.ts';

/** Names of parameters that take running text. */
const freeText =
  /^(?:q|query|text|question|prompt|input|message|content|body|topic|note|title|description|term|terms|keywords?|phrase|sentence|task|subject|summary)$/;

/** True for a text that speaks of what another call will give: `summarise the results`. */
export function mentionsResults(text: string): boolean {
  return /\b(?:results?|outcomes?|findings|output|them)\b/i.test(text);
}

/** True for names of parameters that take what another call gave. */
export function takesResults(name: string): boolean {
  return /^(?:text|content|body|message|input|note|sentence)$/.test(name);
}

/** Words in a parameter's name or description that ask for one kind of value. */
const hints: Readonly<Partial<Record<ValueKind, RegExp>>> = {
  date: /\b(?:date|day|deadline|birthday|on|since|until)\b/i,
  'date-time': /\b(?:date|datetime|timestamp|instant|moment)\b/i,
  time: /\b(?:time|clock|hour|departure|arrival|at)\b/i,
  email: /\b(?:e-?mail|recipient|address|to)\b/i,
  uri: /\b(?:url|uri|link|site|page|website|href|address)\b/i,
  uuid: /\b(?:id|uuid|identifier|key)\b/i,
};

const formats: Readonly<Record<string, ValueKind>> = {
  date: 'date',
  'date-time': 'date-time',
  time: 'time',
  email: 'email',
  uri: 'uri',
  url: 'uri',
  uuid: 'uuid',
};

/** Texts that a string parameter may get. */
export function stringCandidates(parameter: Parameter, material: Material): readonly Candidate[] {
  const values = material.values.map((value) => ({
    value: value.text,
    strength: strengthOf(value, parameter, material),
    span: { start: value.start, end: value.end },
  }));
  return [
    ...values.filter((one) => one.strength > 0),
    ...expressions(parameter, material.text),
    ...wholeText(parameter, material),
  ];
}

function strengthOf(value: TextValue, { name, schema }: Parameter, material: Material): number {
  const wanted = typeof schema['format'] === 'string' ? formats[schema['format']] : undefined;
  if (wanted !== undefined) return value.kind === wanted ? strength.specific : 0;
  const words = wordsOf({ name, schema });
  const isHinted = hints[value.kind]?.test(words) === true;
  const hasPattern = typeof schema['pattern'] === 'string';
  switch (value.kind) {
    case 'quoted':
      return strength.typed;
    case 'name':
      return freeText.test(name) ? strength.fallback : strength.proper;
    case 'word':
      return freeText.test(name) ? 0 : wordStrength(value, hasPattern, material);
    case 'number':
      return hasPattern ? strength.typed : strength.fallback;
    default:
      return isHinted || hasPattern ? strength.specific : strength.likely;
  }
}

/** Name and description of a parameter as words. */
function wordsOf({ name, schema }: Pick<Parameter, 'name' | 'schema'>): string {
  const { description } = schema;
  return `${splitWords(name).join(' ')} ${typeof description === 'string' ? description : ''}`;
}

/** A plain word counts after a preposition: `the weather in oslo`. */
function wordStrength({ text, start }: TextValue, hasPattern: boolean, material: Material): number {
  if (hasPattern) return strength.proper;
  if (isStopWord(text) || meaningsOf(text).some((meaning) => material.toolMeanings.includes(meaning)))
    return 0;
  return /\b(?:in|at|for|of|from|to|named|called|about|near|on)\s+(?:the\s+)?$/i.test(
    material.text.slice(0, start),
  )
    ? strength.likely
    : 0;
}

/** The longest piece of arithmetic, for parameters that ask for one. */
function expressions(parameter: Parameter, text: string): readonly Candidate[] {
  if (!/expression|formula|equation|arithmetic|calculation/i.test(wordsOf(parameter))) return [];
  const found = [...text.matchAll(/[(\d][\d\s()+\-*/^%.]*[\d)]/g)].filter(([match]) =>
    /\d\s*[+\-*/^%]/.test(match),
  );
  const longest = found.toSorted((one, other) => other[0].length - one[0].length)[0];
  if (longest === undefined) return [];
  return [
    {
      value: longest[0],
      strength: strength.specific,
      span: { start: longest.index, end: longest.index + longest[0].length },
    },
  ];
}

/** The text itself for parameters that take running text, without the words that only ask for the tool. */
function wholeText({ name }: Parameter, { text, toolMeanings, facts }: Material): readonly Candidate[] {
  if (!freeText.test(name)) return [];
  const results = facts.map((fact) => fact.value).filter((value) => typeof value === 'string');
  if (results.length > 0)
    return [
      {
        value: results.join('\n'),
        strength: mentionsResults(text) && takesResults(name) ? strength.named : strength.likely,
      },
    ];
  const colon = /:\s+(\S[\s\S]*)$/.exec(text)?.[1];
  const words = text.trim().split(/\s+/);
  const isAsking = (word: string): boolean => {
    const meanings = meaningsOf(word);
    return meanings.every((meaning) => toolMeanings.includes(meaning));
  };
  const first = words.findIndex((word) => !isAsking(word));
  const rest = first === -1 ? '' : words.slice(first).join(' ');
  const value = (colon ?? rest).replace(/[.?!]+$/, '').trim();
  return value === '' ? [] : [{ value, strength: strength.free }];
}
