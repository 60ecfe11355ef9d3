import type { JsonObject, JsonValue } from '../../contracts/json.ts';
import { constraintWords } from './constraint-words.ts';
import { type Draft, keeps, lose } from './dialect-run.ts';
import { editNode, listOf, sameJson, textOf, typesOf } from './edit-node.ts';
import { isConstraint } from './well-formed.ts';

/** `const` as an `enum` of one, and no `enum` of values that the dialect has no types for. */
export function rewriteValues(node: JsonObject, draft: Draft): JsonObject {
  const { run } = draft;
  let edited = node;
  if (node['const'] !== undefined && !keeps(run, 'const') && keeps(run, 'enum'))
    edited = constAsEnum(node, draft);
  const allowed = run.dialect.enumTypes;
  const values = listOf(edited['enum']);
  if (allowed === undefined || values.every((value) => allowed.some((type) => type === jsonType(value))))
    return edited;
  lose(run, draft.spot, '"enum" holds values of other types than the dialect takes');
  pushWords('enum', edited, draft);
  const types = edited['type'] === undefined ? [...new Set(values.map(jsonType))] : [];
  return editNode(edited, {
    enum: undefined,
    ...(types.length > 0 && { type: types.length === 1 ? (types[0] ?? null) : types }),
  });
}

function constAsEnum(node: JsonObject, { run, spot }: Draft): JsonObject {
  const value = node['const'] ?? null;
  const { enum: values } = node;
  if (values !== undefined && !listOf(values).some((each) => sameJson(each, value)))
    lose(run, spot, '"enum" beside "const" is left out');
  return editNode(node, { const: undefined, enum: [value] });
}

function jsonType(value: JsonValue): 'string' | 'number' | 'boolean' | 'null' | 'array' | 'object' {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  return type === 'string' || type === 'number' || type === 'boolean' ? type : 'object';
}

const perType: Record<string, string> = {
  string: 'minLength maxLength pattern format',
  number: 'minimum maximum exclusiveMinimum exclusiveMaximum multipleOf',
  integer: 'minimum maximum exclusiveMinimum exclusiveMaximum multipleOf',
  array: 'items prefixItems minItems maxItems uniqueItems contains minContains maxContains',
  object:
    'properties required additionalProperties patternProperties propertyNames minProperties maxProperties dependentRequired',
};

/** A list of types as the dialect writes it. */
export function rewriteTypes(node: JsonObject, { run, spot }: Draft): JsonObject {
  const { typeLists = 'keep' } = run.dialect;
  const types = typesOf(node);
  if (!Array.isArray(node['type']) || typeLists === 'keep') return node;
  const named = typeLists === 'nullable' ? types.filter((type) => type !== 'null') : types;
  const nullable = named.length < types.length && { nullable: true };
  if (named.length <= 1)
    return editNode(node, { type: named[0] ?? 'null', ...(named.length > 0 && nullable) });
  if (node['anyOf'] !== undefined || !keeps(run, 'anyOf')) {
    lose(run, spot, 'the list of types is left out');
    return editNode(node, { type: undefined });
  }
  return { ...splitByType(node, named), ...nullable };
}

function splitByType(node: JsonObject, types: readonly JsonValue[]): JsonObject {
  const branches = types.map((type) => {
    const own = (perType[textOf(type)] ?? '').split(' ');
    return { type, ...Object.fromEntries(Object.entries(node).filter(([key]) => own.includes(key))) };
  });
  const moved = new Set(branches.flatMap((branch) => Object.keys(branch)));
  const rest = Object.entries(node).filter(([key]) => !moved.has(key) || !isConstraint(key));
  return { ...Object.fromEntries(rest), anyOf: branches };
}

/** Remembers a lost keyword for the description. */
export function pushWords(keyword: string, node: JsonObject, draft: Draft): void {
  if (draft.run.dialect.lost !== 'describe') return;
  const words = constraintWords(keyword, node, draft);
  if (words !== undefined) draft.words.push(words);
}
