import type { OutputUnit } from '@cfworker/json-schema';
import type { JsonSchema } from '../contracts/standard-schema.ts';
import { isJsonObject } from '../lib/json.ts';
import { describeEither } from './describe-node.ts';
import { describeValue } from './describe-value.ts';
import { type ErrorContext, type Instance, instanceOf, placeOf } from './error-place.ts';
import { formatPath } from './issue-path.ts';
import { nearestValue } from './standard-issues.ts';
import type { SchemaIssue } from './validation.ts';

type Errors = readonly OutputUnit[];

/** For a value that fits none of the alternatives: the errors of the one that was meant, or one issue that names them all. */
export function chooseAlternative(
  error: OutputUnit,
  below: Errors,
  node: JsonSchema,
  context: ErrorContext,
): { readonly meant: Errors } | { readonly issue: SchemaIssue } {
  const instance = instanceOf(error, context);
  const branches = branchesOf(node, error.keyword);
  const groups = groupByBranch(error.keywordLocation, below);
  if (error.keyword === 'oneOf' && groups.length < branches.length) {
    const message = 'fits several alternatives, must fit exactly one';
    return { issue: { path: formatPath(instance.segments), message } };
  }
  const meant = groups.filter((group) => !group.some((inner) => excludes(inner, error.instanceLocation)));
  if (meant.length === 1 && meant[0] !== undefined) return { meant: meant[0] };
  const tag = meant.length === 0 ? commonTag(groups) : undefined;
  if (tag === undefined) return { issue: noneFits(branches, instance, context) };
  return { issue: noneFits(nodesOfTag(groups, tag, context), instanceOf(tag, context), context) };
}

/** The branches of a node's alternatives, booleans as empty nodes. */
function branchesOf(node: JsonSchema, keyword: string): readonly JsonSchema[] {
  const branches = node[keyword];
  return Array.isArray(branches) ? branches.map((branch) => (isJsonObject(branch) ? branch : {})) : [];
}

function groupByBranch(location: string, below: Errors): readonly Errors[] {
  const groups = new Map<string, OutputUnit[]>();
  let branch = '0';
  for (const error of below) {
    // Errors of a `false` schema carry no place in the schema; they follow the errors that they belong to.
    if (error.keyword !== 'false')
      branch = error.keywordLocation.slice(location.length + 1).split('/', 1)[0] ?? branch;
    groups.set(branch, [...(groups.get(branch) ?? []), error]);
  }
  return [...groups.values()];
}

/** Whether an error shows that its branch was not meant: wrong type at the place itself, or a wrong tag one level below. */
function excludes(error: OutputUnit, place: string): boolean {
  if (error.instanceLocation === place) return ['type', 'const', 'enum', 'false'].includes(error.keyword);
  return isTagError(error) && error.instanceLocation.lastIndexOf('/') === place.length;
}

function isTagError({ keyword }: OutputUnit): boolean {
  return keyword === 'const' || keyword === 'enum';
}

/** The member on whose value every branch disagrees, such as `kind`. */
function commonTag(groups: readonly Errors[]): OutputUnit | undefined {
  return groups[0]?.find(
    (error) => isTagError(error) && groups.every((group) => group.some((other) => isSameTag(error, other))),
  );
}

function isSameTag(one: OutputUnit, other: OutputUnit): boolean {
  return isTagError(other) && other.instanceLocation === one.instanceLocation;
}

function nodesOfTag(
  groups: readonly Errors[],
  tag: OutputUnit,
  context: ErrorContext,
): readonly JsonSchema[] {
  return groups.flatMap((group) =>
    group.filter((error) => isSameTag(tag, error)).map((error) => placeOf(error, context).node),
  );
}

function noneFits(nodes: readonly JsonSchema[], instance: Instance, context: ErrorContext): SchemaIssue {
  const expected = describeEither(nodes, context.root);
  const near = nearestValue(instance.value, nodes, context.root);
  return {
    path: formatPath(instance.segments),
    message: 'fits none of the alternatives',
    ...(expected === undefined ? {} : { expected }),
    received: describeValue(instance.value),
    ...(near === undefined ? {} : { nearest: near }),
  };
}
