import type { Schema } from '@cfworker/json-schema';
import type { JsonSchema } from '../contracts/standard-schema.ts';
import { isJsonObject } from '../lib/json.ts';
import { ownMember } from './own-member.ts';
import { readPointer } from './schema-node.ts';

/** Schema nodes by absolute address, as the validator collects them. */
export type Lookup = Record<string, Schema | boolean>;

export interface KeywordPlace {
  /** The schema node that holds the keyword. */
  readonly node: JsonSchema;
  /** True below `contains` and `propertyNames`, whose own error says it all. */
  readonly hidden: boolean;
}

const withName = new Set([
  'properties',
  'patternProperties',
  'dependentSchemas',
  'dependencies',
  '$defs',
  'definitions',
]);
const withIndex = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);

/** Finds the node that a keyword location of the validator speaks of; the location passes through `$ref`. */
export function locateKeyword(location: string, root: Schema, lookup: Lookup): KeywordPlace {
  const segments = readPointer(location).slice(0, -1);
  let node: unknown = root;
  let hidden = false;
  for (let index = 0; index < segments.length; index++) {
    const keyword = segments[index] ?? '';
    hidden ||= keyword === 'contains' || keyword === 'propertyNames';
    if (!isJsonObject(node)) return { node: {}, hidden };
    if (keyword === '$ref') node = referred(node, lookup);
    else {
      node = node[keyword];
      const inside = withName.has(keyword) || withIndex.has(keyword) || Array.isArray(node);
      if (inside) node = ownMember(node, segments[++index] ?? '');
    }
  }
  return { node: isJsonObject(node) ? node : {}, hidden };
}

function referred(node: Schema, lookup: Lookup): unknown {
  return lookup[referenceOf(node) ?? ''];
}

/** The address that a node's `$ref` leads to; the validator leaves it on the nodes of its copy. */
export function referenceOf(node: Schema): string | undefined {
  // oxlint-disable-next-line no-underscore-dangle -- the validator's own name
  return node.__absolute_ref__ ?? node.$ref;
}
