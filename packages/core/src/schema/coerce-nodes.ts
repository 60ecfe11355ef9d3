import type { JsonSchema } from '../contracts/standard-schema.ts';
import type { PathSegment } from './issue-path.ts';
import { childNode, childNodes, nodesHere } from './schema-node.ts';

/** Every schema node that applies at a path, each once; empty where the schema says nothing. */
export function nodesAlong(root: JsonSchema, path: readonly PathSegment[]): readonly JsonSchema[] {
  let nodes = expand([root], root);
  for (const segment of path)
    nodes = expand(
      nodes.flatMap((node) => childrenOf(node, segment)),
      root,
    );
  return nodes;
}

/** The nodes that apply to a member or item, each once. */
export function nodesBelow(
  nodes: readonly JsonSchema[],
  segment: PathSegment,
  root: JsonSchema,
): readonly JsonSchema[] {
  return expand(
    nodes.flatMap((node) => childrenOf(node, segment)),
    root,
  );
}

function expand(nodes: readonly JsonSchema[], root: JsonSchema): readonly JsonSchema[] {
  return [...new Set(nodes.flatMap((node) => nodesHere(node, root)))];
}

function childrenOf(node: JsonSchema, segment: PathSegment): readonly JsonSchema[] {
  const child =
    typeof segment === 'number'
      ? (childNodes(node, 'prefixItems')[segment] ?? childNode(node, 'items'))
      : (childNode(childNode(node, 'properties') ?? {}, segment) ?? childNode(node, 'additionalProperties'));
  return child === undefined ? [] : [child];
}

/** The property names that nodes declare. */
export function declaredKeys(nodes: readonly JsonSchema[]): ReadonlySet<string> {
  return new Set(nodes.flatMap((node) => Object.keys(childNode(node, 'properties') ?? {})));
}

/** Whether one of the nodes asks for a string by its type. */
export function asksForString(nodes: readonly JsonSchema[]): boolean {
  return nodes.some((node) => {
    const { type } = node;
    return Array.isArray(type) ? type.includes('string') : type === 'string';
  });
}
