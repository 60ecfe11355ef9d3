import type { JsonSchema, StandardIssue } from '../contracts/standard-schema.ts';
import { isJsonObject } from '../lib/json.ts';
import { nearest } from '../lib/nearest.ts';
import { allowedValues, describeEither } from './describe-node.ts';
import { describeValue } from './describe-value.ts';
import { fitsNode } from './fits-node.ts';
import { formatPath, type PathSegment, valueAt } from './issue-path.ts';
import { ownMember } from './own-member.ts';
import { knownKeys, nodesAt, nodesHere } from './schema-node.ts';
import type { SchemaIssue } from './validation.ts';

/** A library's issues, with what the schema asks for and what the value holds at each path. */
export function standardIssues(
  issues: readonly StandardIssue[],
  value: unknown,
  schema: JsonSchema | undefined,
): readonly SchemaIssue[] {
  return issues.flatMap((issue) => {
    const segments = (issue.path ?? []).map(toSegment);
    const message = typeof issue.message === 'string' && issue.message !== '' ? issue.message : 'not valid';
    if (schema === undefined) return [{ path: formatPath(segments), message }];
    const unknown = unknownKeyIssues(message, segments, value, schema);
    return unknown.length > 0 ? unknown : [enrich(message, segments, value, schema)];
  });
}

function toSegment(segment: PropertyKey | { readonly key: PropertyKey }): PathSegment {
  const key = typeof segment === 'object' ? segment.key : segment;
  return typeof key === 'symbol' ? String(key) : key;
}

function enrich(
  message: string,
  segments: readonly PathSegment[],
  root: unknown,
  schema: JsonSchema,
): SchemaIssue {
  const { value } = valueAt(root, segments);
  const nodes = nodesAt(schema, segments);
  // Where the plain part of the schema is kept, the library refused for a reason that only its message tells.
  const fits = nodes.some((node) => fitsNode(node, value, schema) && !hasTextRule(node));
  const expected = fits ? undefined : describeEither(nodes, schema);
  const near = nearestValue(value, nodes, schema);
  return {
    path: formatPath(segments),
    message,
    ...(expected === undefined ? {} : { expected }),
    received: describeValue(value),
    ...(near === undefined ? {} : { nearest: near }),
  };
}

function hasTextRule(node: JsonSchema): boolean {
  return node['pattern'] !== undefined || node['format'] !== undefined;
}

/** The allowed string that was probably meant. */
export function nearestValue(
  value: unknown,
  nodes: readonly JsonSchema[],
  root: JsonSchema,
): string | undefined {
  if (typeof value !== 'string') return undefined;
  const allowed = nodes.flatMap((node) => nodesHere(node, root)).flatMap(allowedValues);
  return nearest(
    value,
    allowed.filter((one) => typeof one === 'string'),
  );
}

/** Libraries report unknown keys at their parent, named only in the message. */
function unknownKeyIssues(
  message: string,
  segments: readonly PathSegment[],
  root: unknown,
  schema: JsonSchema,
): readonly SchemaIssue[] {
  const { value } = valueAt(root, segments);
  const nodes = nodesAt(schema, segments).flatMap((node) => nodesHere(node, schema));
  if (!isJsonObject(value) || !nodes.some((node) => node['additionalProperties'] === false)) return [];
  const known = nodes.flatMap((node) => knownKeys(node, schema));
  const strangers = Object.keys(value).filter((key) => !known.includes(key));
  if (!/unrecogni[sz]ed|unknown|unexpected|excess|extra/i.test(message)) return [];
  return strangers
    .filter((key) => message.includes(key))
    .map((key) => unknownKeyIssue([...segments, key], key, value, known));
}

/** One key that the schema does not have; already used names are not suggested. */
export function unknownKeyIssue(
  segments: readonly PathSegment[],
  key: string,
  parent: unknown,
  known: readonly string[],
): SchemaIssue {
  const near = nearest(
    key,
    known.filter((name) => ownMember(parent, name) === undefined),
  );
  return {
    path: formatPath(segments),
    message: 'unknown key',
    ...(known.length === 0 ? {} : { expected: `only the keys ${known.slice(0, 12).join(', ')}` }),
    ...(near === undefined ? {} : { nearest: near }),
  };
}
