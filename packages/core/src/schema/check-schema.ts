import type { JsonSchema } from '../contracts/standard-schema.ts';
import { describeNode } from './describe-node.ts';
import { quote } from './describe-value.ts';
import { fitsNode } from './fits-node.ts';
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
  const found =
    type === undefined ? 'the schema names no type' : `the schema is for ${describeNode({ type }, schema)}`;
  return [`the input must be an object, but ${found}: use { "type": "object", "properties": { … } }`];
}

function defaultProblems(schema: JsonSchema): readonly string[] {
  const problems: string[] = [];
  walkSchema(schema, (node, place) => {
    if (!Object.hasOwn(node, 'default') || fitsNode(node, node['default'], schema)) return;
    problems.push(
      `the default ${quote(node['default'])} at ${place} does not fit: expected ${describeNode(node, schema)}`,
    );
  });
  return problems;
}
