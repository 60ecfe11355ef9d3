import type { JsonObject } from '../../contracts/json.ts';
import type { DialectLimits } from '../../contracts/schema-dialect.ts';
import { isJsonObject } from '../../lib/json.ts';
import { childSchemas } from './child-schemas.ts';
import { listOf, textOf } from './edit-node.ts';

type Sizes = { -readonly [name in Exclude<keyof DialectLimits, 'longEnum'>]-?: number };

/** The first limit that a schema breaks, in words; undefined when it keeps all. */
export function brokenLimit(schema: JsonObject, limits: DialectLimits): string | undefined {
  const sizes: Sizes = {
    levels: 0,
    properties: 0,
    optionalProperties: 0,
    unions: 0,
    enumValues: 0,
    characters: 0,
  };
  let longest = 0;
  const visit = (node: JsonObject, level: number): void => {
    sizes.levels = Math.max(sizes.levels, level);
    addSizes(node, sizes);
    const values = listOf(node['enum']);
    if (limits.longEnum && values.length > limits.longEnum.values)
      longest = Math.max(longest, values.map(textOf).join('').length);
    for (const [, child] of childSchemas(node)) visit(child, level + 1);
  };
  visit(schema, 0);
  for (const [name, limit] of Object.entries(limits)) {
    // The names of limits are those of sizes, but for `longEnum`.
    const size = sizes[name as keyof Sizes];
    if (typeof limit === 'number' && size > limit)
      return `${words[name as keyof Sizes]}: ${size} of at most ${limit}`;
  }
  const { longEnum } = limits;
  return longEnum && longest > longEnum.characters
    ? `characters in one enum: ${longest} of at most ${longEnum.characters}`
    : undefined;
}

const words: { readonly [name in keyof Sizes]: string } = {
  levels: 'levels',
  properties: 'properties',
  optionalProperties: 'optional properties',
  unions: 'alternatives and lists of types',
  enumValues: 'values of enums',
  characters: 'characters of names and values',
};

function addSizes(node: JsonObject, sizes: Sizes): void {
  const names = isJsonObject(node['properties']) ? Object.keys(node['properties']) : [];
  const definitions = isJsonObject(node['$defs']) ? Object.keys(node['$defs']) : [];
  const values = [...listOf(node['enum']), ...(node['const'] === undefined ? [] : [node['const']])];
  sizes.properties += names.length;
  sizes.optionalProperties += names.filter((name) => !listOf(node['required']).includes(name)).length;
  sizes.unions += node['anyOf'] !== undefined || Array.isArray(node['type']) ? 1 : 0;
  sizes.enumValues += values.length;
  sizes.characters += [...names, ...definitions, ...values.map(textOf)].join('').length;
}
