import type { JsonObject, JsonValue } from '../../contracts/json.ts';
import { isJsonObject } from '../../lib/json.ts';
import { describeNode } from '../describe-node.ts';
import { listed, quote } from '../describe-value.ts';
import type { Draft } from './dialect-run.ts';
import { listOf, textOf } from './edit-node.ts';

const mostValues = 12;
const longestPattern = 80;

const phrases: Record<string, string> = {
  minLength: 'at least % characters',
  maxLength: 'at most % characters',
  minimum: 'at least %',
  maximum: 'at most %',
  exclusiveMinimum: 'above %',
  exclusiveMaximum: 'below %',
  multipleOf: 'in steps of %',
  minItems: 'at least % items',
  maxItems: 'at most % items',
  minProperties: 'at least % members',
  maxProperties: 'at most % members',
};

/** A lost keyword in words for the model, such as `at least 3 characters`; undefined where it has no short ones. */
export function constraintWords(keyword: string, node: JsonObject, { run }: Draft): string | undefined {
  const value = node[keyword];
  if (value === undefined) return undefined;
  const phrase = Object.hasOwn(phrases, keyword) ? phrases[keyword] : undefined;
  if (phrase !== undefined) return isSafeBound(value) ? undefined : phrase.replace('%', textOf(value));
  const words = (schema: JsonValue): string =>
    (isJsonObject(schema) && describeNode(schema, run.root)) || 'anything';
  switch (keyword) {
    case 'pattern':
      return node['format'] === undefined ? `matches /${textOf(value).slice(0, longestPattern)}/` : undefined;
    case 'format':
      return `in the format ${textOf(value)}`;
    case 'const':
      return `must be ${quote(value)}`;
    case 'enum':
      return `one of ${listed(listOf(value).map(quote), mostValues)}`;
    case 'default':
      return `default ${quote(value)}`;
    case 'examples':
      return `for example ${listed(listOf(value).map(quote), 3)}`;
    case 'uniqueItems':
      return value === true ? 'no item twice' : undefined;
    case 'prefixItems':
      return `items in this order: ${listOf(value).map(words).join('; ')}`;
    case 'additionalProperties':
      return isJsonObject(value) ? `other members: ${words(value)}` : undefined;
    case 'propertyNames':
      return isAnyName(value) ? undefined : `names of members: ${words(value)}`;
    default:
      return undefined;
  }
}

/** A schema of the names of members that all names fit, as libraries write it. */
export function isAnyName(schema: JsonValue): boolean {
  return (
    schema === true ||
    (isJsonObject(schema) &&
      Object.entries(schema).every(([key, value]) => key === 'type' && value === 'string'))
  );
}

/** Libraries write the limits of safe integers out; they tell a reader nothing. */
function isSafeBound(value: JsonValue): boolean {
  return typeof value === 'number' && Math.abs(value) === Number.MAX_SAFE_INTEGER;
}

/** The description with what was lost. */
export function withWords(description: JsonValue | undefined, words: readonly string[]): string {
  const lost = [...new Set(words)].join('; ');
  return typeof description === 'string' && description !== '' ? `${description} (${lost})` : lost;
}
