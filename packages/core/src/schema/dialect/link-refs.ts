import type { JsonObject, JsonValue } from '../../contracts/json.ts';
import type { JsonSchema } from '../../contracts/standard-schema.ts';
import { childSchemas } from './child-schemas.ts';

type Writable = { [key: string]: JsonValue | undefined };

interface Names {
  /** By address: the pointer to the schema that has it. */
  readonly documents: Map<string, string>;
  /** By address and anchor: the pointer to the schema that has it. */
  readonly anchors: Map<string, string>;
  /** The address that the references of a node are relative to. */
  readonly bases: Map<JsonObject, string>;
}

const nowhere = 'schema:/';

/** Gives each reference within a schema the form `#/pointer/from/the/root`; the same object if all have it. Unknown ones stay as they are. */
export function linkRefs(schema: JsonSchema): JsonSchema {
  if (!hasNames(schema, true)) return schema;
  const copy = structuredClone(schema);
  const names: Names = { documents: new Map([[nowhere, '']]), anchors: new Map(), bases: new Map() };
  readNames(copy, '', nowhere, names);
  for (const [node, base] of names.bases) rename(node, base, node === copy, names);
  return copy;
}

function hasNames(node: JsonObject, isRoot: boolean): boolean {
  const { $ref, $id, $anchor, $dynamicAnchor } = node;
  if (typeof $ref === 'string' && $ref !== '#' && !$ref.startsWith('#/')) return true;
  if ((typeof $id === 'string' && !isRoot) || $anchor !== undefined || $dynamicAnchor !== undefined)
    return true;
  return childSchemas(node).some(([, child]) => hasNames(child, false));
}

function readNames(node: JsonObject, pointer: string, outer: string, names: Names): void {
  const { $id, $anchor, $dynamicAnchor } = node;
  const isAnchor = typeof $id === 'string' && $id.startsWith('#');
  const address = typeof $id === 'string' && !isAnchor ? splitRef($id, outer)?.[0] : undefined;
  const base = address ?? outer;
  if (!names.documents.has(base)) names.documents.set(base, pointer);
  for (const anchor of [$anchor, $dynamicAnchor, isAnchor ? $id.slice(1) : undefined]) {
    if (typeof anchor === 'string') names.anchors.set(`${base}#${anchor}`, pointer);
  }
  names.bases.set(node, base);
  for (const [step, child] of childSchemas(node)) readNames(child, pointer + step, base, names);
}

function rename(node: Writable, base: string, isRoot: boolean, names: Names): void {
  if (typeof node['$ref'] === 'string') node['$ref'] = canonical(node['$ref'], base, names);
  // Nothing refers to them any longer.
  for (const key of isRoot ? ['$anchor', '$dynamicAnchor'] : ['$id', '$anchor', '$dynamicAnchor'])
    delete node[key];
}

function canonical(ref: string, base: string, { documents, anchors }: Names): string {
  const [address, fragment] = splitRef(ref, base) ?? ['', ''];
  const anchored = anchors.get(`${address}#${fragment}`);
  if (anchored !== undefined) return `#${anchored}`;
  const document = documents.get(address);
  const inside = fragment === '' || fragment.startsWith('/');
  return document === undefined || !inside ? ref : `#${document}${fragment}`;
}

function splitRef(ref: string, base: string): readonly [string, string] | undefined {
  try {
    const url = new URL(ref, base);
    const fragment = ref.includes('#') ? ref.slice(ref.indexOf('#') + 1) : '';
    url.hash = '';
    return [url.href, fragment];
  } catch {
    return undefined;
  }
}
