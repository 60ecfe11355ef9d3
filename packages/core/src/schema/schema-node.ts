import type { JsonSchema } from '../contracts/standard-schema.ts';
import { isJsonObject } from '../lib/json.ts';
import type { PathSegment } from './issue-path.ts';
import { ownMember } from './own-member.ts';

const mostHops = 20;

/** The own member of a schema node, if it is an object; prototype names are ordinary names. */
export function childNode(node: JsonSchema, key: string): JsonSchema | undefined {
  const child = Object.hasOwn(node, key) ? node[key] : undefined;
  return isJsonObject(child) ? child : undefined;
}

/** The object members of a schema node's array, such as the branches of `anyOf`. */
export function childNodes(node: JsonSchema, key: string): readonly JsonSchema[] {
  const children = Object.hasOwn(node, key) ? node[key] : undefined;
  return Array.isArray(children) ? children.filter(isJsonObject) : [];
}

/** Follows `$ref` into the same document (`#`, `#/$defs/name`); other references stay as they are. */
export function resolveRef(node: JsonSchema, root: JsonSchema): JsonSchema {
  let current = node;
  for (let hop = 0; hop < mostHops && typeof current['$ref'] === 'string'; hop++) {
    const target = localTarget(current['$ref'], root);
    if (target === undefined) return current;
    current = target;
  }
  return current;
}

function localTarget(ref: string, root: JsonSchema): JsonSchema | undefined {
  if (ref !== '#' && !ref.startsWith('#/')) return undefined;
  let target: unknown = root;
  for (const segment of readPointer(ref)) {
    target = ownMember(target, segment);
  }
  return isJsonObject(target) ? target : undefined;
}

/** Segments of a JSON Pointer in URI fragment form. */
export function readPointer(fragment: string): string[] {
  return fragment
    .split('/')
    .slice(1)
    .map((segment) => decode(segment).replaceAll('~1', '/').replaceAll('~0', '~'));
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The node and everything that applies at the same place: through `$ref`, `allOf`, `anyOf`, `oneOf`, `then`, `else`. */
export function nodesHere(node: JsonSchema, root: JsonSchema): readonly JsonSchema[] {
  const seen = new Set<JsonSchema>();
  const visit = (next: JsonSchema): void => {
    if (seen.has(next)) return;
    seen.add(next);
    if (typeof next['$ref'] === 'string') visit(resolveRef(next, root));
    for (const key of ['allOf', 'anyOf', 'oneOf']) for (const child of childNodes(next, key)) visit(child);
    for (const key of ['then', 'else']) {
      const child = childNode(next, key);
      if (child !== undefined) visit(child);
    }
  };
  visit(node);
  return [...seen];
}

/** All nodes that describe the value at a path; several where alternatives do. */
export function nodesAt(root: JsonSchema, segments: readonly PathSegment[]): readonly JsonSchema[] {
  let nodes: readonly JsonSchema[] = [root];
  for (const segment of segments) {
    nodes = nodes.flatMap((node) => nodesHere(node, root)).flatMap((node) => step(node, segment));
  }
  return nodes;
}

function step(node: JsonSchema, segment: PathSegment): readonly JsonSchema[] {
  const children =
    typeof segment === 'number'
      ? [childNodes(node, 'prefixItems')[segment] ?? childNode(node, 'items')]
      : [childNode(childNode(node, 'properties') ?? {}, segment) ?? childNode(node, 'additionalProperties')];
  return children.filter((child) => child !== undefined);
}

/** The property names that a node declares, wherever they stand. */
export function knownKeys(node: JsonSchema, root: JsonSchema): readonly string[] {
  const names = nodesHere(node, root).flatMap((here) => Object.keys(childNode(here, 'properties') ?? {}));
  return [...new Set(names)];
}
