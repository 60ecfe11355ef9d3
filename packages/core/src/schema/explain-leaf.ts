import type { JsonSchema } from '../contracts/standard-schema.ts';
import { isJsonObject } from '../lib/json.ts';
import { nearest } from '../lib/nearest.ts';
import { describeNode } from './describe-node.ts';
import { describeValue } from './describe-value.ts';
import type { ErrorContext, Instance } from './error-place.ts';
import { formatPath, valueAt } from './issue-path.ts';
import { childNode, knownKeys } from './schema-node.ts';
import { nearestValue, unknownKeyIssue } from './standard-issues.ts';
import type { SchemaIssue } from './validation.ts';

const messages: Record<string, string> = {
  type: 'wrong type',
  enum: 'not allowed',
  const: 'not allowed',
  pattern: 'wrong format',
  format: 'wrong format',
  minimum: 'too small',
  exclusiveMinimum: 'too small',
  minLength: 'too small',
  minItems: 'too small',
  maximum: 'too big',
  exclusiveMaximum: 'too big',
  maxLength: 'too big',
  maxItems: 'too big',
  multipleOf: 'not a step of the allowed size',
  uniqueItems: 'holds the same item twice',
  contains: 'holds no item of the required kind',
  minContains: 'holds too few items of the required kind',
  maxContains: 'holds too many items of the required kind',
  minProperties: 'has too few keys',
  maxProperties: 'has too many keys',
  propertyNames: 'this key is not allowed',
  not: 'is of a kind that is excluded',
};

/** One error of the validator that is no wrapper. */
export function explainLeaf(
  keyword: string,
  node: JsonSchema,
  instance: Instance,
  context: ErrorContext,
): readonly SchemaIssue[] {
  if (keyword === 'required') return missingIssues(node, instance, context);
  if (keyword === 'dependentRequired') return dependentIssues(node, instance);
  const inner = { contains: 'contains', minContains: 'contains', propertyNames: 'propertyNames' }[keyword];
  const expected = describeNode(inner === undefined ? node : (childNode(node, inner) ?? {}), context.root);
  const near =
    keyword === 'enum' || keyword === 'const'
      ? nearestValue(instance.value, [node], context.root)
      : undefined;
  return [
    {
      path: formatPath(instance.segments),
      message: messages[keyword] ?? `breaks the rule "${keyword}"`,
      ...(expected === undefined || keyword === 'not' ? {} : { expected }),
      ...(keyword === 'propertyNames' ? {} : { received: describeValue(instance.value) }),
      ...(near === undefined ? {} : { nearest: near }),
    },
  ];
}

function missingIssues(
  node: JsonSchema,
  { segments, value }: Instance,
  { root }: ErrorContext,
): readonly SchemaIssue[] {
  if (!isJsonObject(value)) return [];
  const known = knownKeys(node, root);
  const strangers = Object.keys(value).filter((key) => !known.includes(key));
  const closed = node['additionalProperties'] === false;
  return requiredNames(node)
    .filter((name) => !Object.hasOwn(value, name))
    .map((name) => {
      const expected = describeNode(childNode(childNode(node, 'properties') ?? {}, name) ?? {}, root);
      // A closed object reports the stranger itself, with this name as the nearest.
      const slip = closed ? undefined : nearest(name, strangers);
      return {
        path: formatPath([...segments, name]),
        message: slip === undefined ? 'missing' : `missing; ${JSON.stringify(slip)} was given instead`,
        ...(expected === undefined ? {} : { expected }),
      };
    });
}

function requiredNames(node: JsonSchema): readonly string[] {
  const required = node['required'];
  return Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];
}

function dependentIssues(node: JsonSchema, { segments, value }: Instance): readonly SchemaIssue[] {
  if (!isJsonObject(value)) return [];
  return Object.entries(childNode(node, 'dependentRequired') ?? {})
    .filter(([key]) => Object.hasOwn(value, key))
    .flatMap(([key, names]) =>
      (Array.isArray(names) ? names : [])
        .filter((name) => !Object.hasOwn(value, String(name)))
        .map((name) => ({
          path: formatPath([...segments, String(name)]),
          message: `missing; it goes with ${JSON.stringify(key)}`,
        })),
    );
}

/** What a schema of `false` refused, by the keyword that held it. */
export function explainRefusal(
  keyword: string | undefined,
  parent: JsonSchema,
  { segments, value }: Instance,
  context: ErrorContext,
): readonly SchemaIssue[] {
  const name = segments.at(-1);
  if (
    (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') &&
    typeof name === 'string'
  ) {
    const owner = valueAt(context.value, segments.slice(0, -1)).value;
    return [unknownKeyIssue(segments, name, owner, knownKeys(parent, context.root))];
  }
  const tooMany = typeof name === 'number';
  const message = tooMany
    ? 'one item too many'
    : keyword === 'properties'
      ? 'must be left out'
      : 'nothing is allowed here';
  return [{ path: formatPath(segments), message, received: describeValue(value) }];
}
