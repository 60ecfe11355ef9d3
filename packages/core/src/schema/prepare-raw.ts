import type { JsonObject, JsonValue } from '../contracts/json.ts';
import type { JsonSchema } from '../contracts/standard-schema.ts';
import { ConfigError } from '../errors/config-error.ts';
import { describeError } from '../errors/describe-error.ts';
import { isJsonObject } from '../lib/json.ts';
import { didYouMean } from '../lib/nearest.ts';
import { quote } from './describe-value.ts';
import { walkSchema } from './walk-schema.ts';

type Writable = { [key: string]: JsonValue | undefined };

/**
 * A private copy of a raw JSON Schema for the validator, which marks the nodes it is given.
 * Throws `ConfigError` for what the validator would trip over or silently misjudge.
 */
export function prepareRaw(schema: JsonSchema): JsonSchema {
  const copy = copyJson(schema);
  walkSchema(copy, (node, place) => {
    checkKeywords(node, place);
    rewrite(node, place);
  });
  return copy;
}

function copyJson(schema: JsonSchema): JsonSchema {
  try {
    const copy: unknown = JSON.parse(JSON.stringify(schema));
    if (isJsonObject(copy)) return copy;
  } catch (cause) {
    throw brokenSchema('#', 'it is not JSON', describeError(cause), cause);
  }
  throw brokenSchema('#', 'it is not an object');
}

const types = ['string', 'number', 'integer', 'boolean', 'null', 'array', 'object'];

function checkKeywords(node: JsonObject, place: string): void {
  const named = Array.isArray(node['type']) ? node['type'] : node['type'] === undefined ? [] : [node['type']];
  for (const name of named) {
    if (types.includes(String(name))) continue;
    throw brokenSchema(
      place,
      `the type ${quote(name)} does not exist`,
      `${types.join(', ')} do.${didYouMean(String(name), types)}`,
    );
  }
  for (const key of ['properties', 'patternProperties', '$defs', 'dependentSchemas', 'dependentRequired']) {
    if (Object.hasOwn(node, key) && !isJsonObject(node[key]))
      throw brokenSchema(place, `"${key}" must be an object`);
  }
  for (const key of ['required', 'enum', 'allOf', 'anyOf', 'oneOf', 'prefixItems']) {
    if (Object.hasOwn(node, key) && !Array.isArray(node[key]))
      throw brokenSchema(place, `"${key}" must be an array`);
  }
}

function rewrite(node: Writable, place: string): void {
  fixDynamicRef(node);
  if (typeof node['pattern'] === 'string')
    node['pattern'] = unicodePattern(node['pattern'], `${place}/pattern`);
  const patterns = node['patternProperties'];
  if (isJsonObject(patterns)) {
    const entries = Object.entries(patterns);
    node['patternProperties'] = Object.fromEntries(
      entries.map(([pattern, child]) => [unicodePattern(pattern, `${place}/patternProperties`), child]),
    );
  }
}

/** The validator ignores dynamic references; followed as plain ones they are right wherever nothing overrides their anchor. */
function fixDynamicRef(node: Writable): void {
  if (typeof node['$dynamicRef'] === 'string') node['$ref'] ??= node['$dynamicRef'];
  if (typeof node['$dynamicAnchor'] === 'string') node['$anchor'] ??= node['$dynamicAnchor'];
}

/** The validator compiles patterns in unicode mode, which refuses needless escapes such as `\@` and `\-` that schemas in the wild hold. */
function unicodePattern(pattern: string, place: string): string {
  if (compiles(pattern, 'u')) return pattern;
  const relaxed = pattern.replace(/\\([^\w\s^$\\.*+?()[\]{}|/])/g, (escape, char: string) =>
    char === '-' ? '\\x2d' : char,
  );
  if (compiles(pattern, '') && compiles(relaxed, 'u')) return relaxed;
  throw brokenSchema(place, 'the pattern is no regular expression', quote(pattern));
}

function compiles(pattern: string, flags: string): boolean {
  try {
    return new RegExp(pattern, flags) instanceof RegExp;
  } catch {
    return false;
  }
}

export function brokenSchema(place: string, what: string, evidence?: string, cause?: unknown): ConfigError {
  return new ConfigError({
    code: 'schema',
    what: `The JSON Schema is broken at ${place}: ${what}`,
    evidence,
    cause,
  });
}
