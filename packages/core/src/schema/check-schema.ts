import type { JsonSchema } from '../contracts/standard-schema.ts';
import { isJsonObject } from '../lib/json.ts';
import { quote } from './describe-value.ts';
import { walkSchema } from './walk-schema.ts';

/** What is wrong with a tool's input schema, in words; empty when it can be shown to a model. */
export function checkInputSchema(schema: JsonSchema): readonly string[] {
  return [...rootProblems(schema), ...defaultProblems(schema)];
}

function rootProblems(schema: JsonSchema): readonly string[] {
  const { type } = schema;
  if (type === 'object') return [];
  if (schema['anyOf'] !== undefined || schema['oneOf'] !== undefined) {
    return ['the input must be one object, but the schema is a union: put the union into a property'];
  }
  const found = type === undefined ? 'the schema names no type' : `the schema is for type ${quote(type)}`;
  return [`the input must be an object, but ${found}: use { "type": "object", "properties": { … } }`];
}

function defaultProblems(schema: JsonSchema): readonly string[] {
  const problems: string[] = [];
  walkSchema(schema, (node, place) => {
    if (!Object.hasOwn(node, 'default')) return;
    const expected = misfit(node, node['default']);
    if (expected)
      problems.push(`the default ${quote(node['default'])} at ${place} does not fit: expected ${expected}`);
  });
  return problems;
}

/** What a value should be by the plain keywords of its own node; undefined when it is. */
function misfit(node: JsonSchema, value: unknown): string | undefined {
  const { type, enum: allowed, minimum, maximum } = node;
  const types = typeof type === 'string' ? [type] : Array.isArray(type) ? type : [];
  if (types.length > 0 && !types.some((one) => isOfType(one, value))) return types.map(quote).join(' or ');
  if (Array.isArray(allowed) && !allowed.some((one) => JSON.stringify(one) === JSON.stringify(value))) {
    return `one of ${allowed.slice(0, 10).map(quote).join(', ')}`;
  }
  if (typeof value !== 'number') return undefined;
  if (typeof minimum === 'number' && value < minimum) return `at least ${minimum}`;
  return typeof maximum === 'number' && value > maximum ? `at most ${maximum}` : undefined;
}

function isOfType(type: unknown, value: unknown): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'object') return isJsonObject(value);
  return typeof value === type;
}
