import type { SchemaDialect } from '../contracts/schema-dialect.ts';

type Node = Record<string, unknown>;

const schemaIn =
  /^(items|contains|additionalProperties|unevaluated\w+|propertyNames|not|if|then|else|additionalItems)$/;
const schemasIn = /^(anyOf|oneOf|allOf|prefixItems)$/;
const schemaMapIn = /^(properties|patternProperties|dependentSchemas|\$defs|definitions)$/;

interface At {
  readonly root: unknown;
  readonly dialect: SchemaDialect;
  readonly place: string;
  readonly level: number;
  readonly found: string[];
  /** For the rule that recursion stands in optional properties only. */
  readonly optional: boolean | undefined;
}

/** What a schema holds that a dialect does not take; written from the meaning of the fields, not from the compiler. */
export function brokenRules(made: unknown, dialect: SchemaDialect): string[] {
  // Nodes are told apart by identity; a compiled schema may hold one object in two places.
  const schema: unknown = JSON.parse(JSON.stringify(made));
  const found: string[] = [];
  const sums = { properties: 0, optionalProperties: 0, unions: 0, enumValues: 0, characters: 0, levels: 0 };
  judge(schema, { root: schema, dialect, place: '#', level: 0, found, optional: undefined }, sums);
  for (const [name, sum] of Object.entries(sums)) {
    const limit = dialect.limits?.[name as keyof typeof sums];
    if (limit !== undefined && sum > limit) found.push(`${name} ${sum} > ${limit}`);
  }
  if (dialect.objectRoot && !(isNode(schema) && schema['type'] === 'object')) found.push('# is no object');
  for (const key of dialect.notAtRoot ?? []) if (isNode(schema) && key in schema) found.push(`# has ${key}`);
  return found;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function judge(node: unknown, at: At, sums: Record<string, number>): void {
  const { dialect, place, found } = at;
  const say = (what: string): void => {
    found.push(`${place}: ${what}`);
  };
  if (typeof node === 'boolean') {
    const held = /\/(additional|unevaluated)Properties$/.test(place);
    if (dialect.noBooleanSchemas && !held) say('boolean schema');
    return;
  }
  if (!isNode(node)) {
    say(`no schema: ${JSON.stringify(node)}`);
    return;
  }
  sums['levels'] = Math.max(sums['levels'] ?? 0, at.level);
  judgeKeywords(node, at, say);
  judgeTypes(node, dialect, say);
  judgeObject(node, dialect, sums, say);
  if (typeof node['$ref'] === 'string') judgeRef(node['$ref'], node, at, say);
  if ('anyOf' in node || Array.isArray(node['type'])) sums['unions'] = (sums['unions'] ?? 0) + 1;
  if (Array.isArray(node['enum'])) sums['enumValues'] = (sums['enumValues'] ?? 0) + node['enum'].length;
  judgeChildren(node, at, sums);
}

function judgeKeywords(node: Node, { dialect }: At, say: (what: string) => void): void {
  for (const [key, value] of Object.entries(node)) {
    if (dialect.keywords !== 'all' && !dialect.keywords.includes(key)) say(`keyword ${key}`);
    if (schemaIn.test(key) && typeof value !== 'boolean' && !isNode(value)) say(`${key} is no schema`);
    if (schemasIn.test(key) && !Array.isArray(value)) say(`${key} is no list`);
    if (/^(anyOf|oneOf|allOf|enum)$/.test(key) && !(Array.isArray(value) && value.length > 0))
      say(`${key} is empty`);
    if (schemaMapIn.test(key) && !isNode(value)) say(`${key} is no map`);
    if (key === 'required' && !(Array.isArray(value) && value.every((name) => typeof name === 'string')))
      say('required is no list of names');
    if (/^(min|max)(Items|Length|Properties)$/.test(key) && !(Number.isInteger(value) && Number(value) >= 0))
      say(`${key} is no count`);
  }
  const { format, minItems } = node;
  if (format !== undefined && dialect.formats && !dialect.formats.some((each) => each === format))
    say('format');
  if (dialect.highestMinItems !== undefined && Number(minItems ?? 0) > dialect.highestMinItems)
    say('minItems');
}

const jsonTypes = ['string', 'number', 'integer', 'boolean', 'null', 'array', 'object'];

function judgeTypes(node: Node, dialect: SchemaDialect, say: (what: string) => void): void {
  const { type } = node;
  const types = Array.isArray(type) ? type : type === undefined ? [] : [type];
  if (types.some((each) => !jsonTypes.includes(String(each)))) say('unknown type');
  if (Array.isArray(type) && (dialect.typeLists ?? 'keep') !== 'keep') say('list of types');
  if (dialect.itemsNeeded && types.includes('array') && !('items' in node)) say('no items');
  const says = ['type', '$ref', 'anyOf', 'enum', 'const'].some((key) => key in node);
  if (dialect.noUntyped && !says) say('untyped');
  for (const value of Array.isArray(node['enum']) ? node['enum'] : []) {
    const name = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
    if (dialect.enumTypes && !dialect.enumTypes.some((each) => each === name)) say(`enum of ${name}`);
  }
}

function judgeObject(
  node: Node,
  dialect: SchemaDialect,
  sums: Record<string, number>,
  say: (what: string) => void,
): void {
  const { type, properties, required } = node;
  const names = isNode(properties) ? Object.keys(properties) : [];
  const asked = Array.isArray(required) ? required : [];
  sums['properties'] = (sums['properties'] ?? 0) + names.length;
  const optional = names.filter((name) => !asked.includes(name)).length;
  sums['optionalProperties'] = (sums['optionalProperties'] ?? 0) + optional;
  if (dialect.propertyNames) {
    const pattern = new RegExp(dialect.propertyNames);
    for (const name of names) if (!pattern.test(name)) say(`property name ${name}`);
  }
  const isObject =
    type === 'object' || (Array.isArray(type) && type.includes('object')) || isNode(properties);
  if (!isObject) return;
  if (dialect.closedObjects && node['additionalProperties'] !== false) say('open object');
  if (dialect.closedObjects && asked.some((name) => !names.includes(String(name)))) say('required stranger');
  if (dialect.allRequired && optional > 0) say('optional property');
}

function judgeRef(ref: string, node: Node, at: At, say: (what: string) => void): void {
  const { dialect, root } = at;
  if (dialect.refs === 'inline') say('$ref');
  if (dialect.lonelyRefs && Object.keys(node).some((key) => !key.startsWith('$'))) say('$ref has company');
  const target = lookUp(ref, root);
  if (target === undefined) {
    say(`$ref leads nowhere: ${ref}`);
    return;
  }
  if (dialect.recursion === 'impossible' && reaches(target, target, root)) say('recursion');
  const comesBack = reaches(target, node, root);
  if (dialect.recursion === 'cut' && comesBack) say('recursion');
  if (dialect.recursion === 'optional' && comesBack && at.optional !== true) say('recursion is required');
}

function lookUp(ref: string, root: unknown): unknown {
  let target: unknown = root;
  if (!ref.startsWith('#')) return undefined;
  for (const part of ref.split('/').slice(1)) {
    const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
    const owned = typeof target === 'object' && target !== null && Object.hasOwn(target, key);
    target = owned ? (target as Node)[key] : undefined;
  }
  return target;
}

/** Whether walking from a schema, references included, comes to a node. */
function reaches(from: unknown, to: unknown, root: unknown): boolean {
  const seen = new Set<unknown>();
  const open: unknown[] = [from];
  let first = true;
  while (open.length > 0) {
    const node = open.pop();
    if (!isNode(node) || seen.has(node)) continue;
    if (node === to && !first) return true;
    if (from !== to || !first) seen.add(node);
    if (node === to && from !== to) return true;
    first = false;
    if (typeof node['$ref'] === 'string') {
      const target = lookUp(node['$ref'], root);
      if (target === to) return true;
      open.push(target);
    }
    for (const [key, value] of Object.entries(node)) {
      if (key === '$defs' || key === 'definitions') continue;
      if (schemaMapIn.test(key) && isNode(value)) open.push(...Object.values(value));
      if (schemasIn.test(key) && Array.isArray(value)) open.push(...(value as unknown[]));
      if (schemaIn.test(key)) open.push(value);
    }
  }
  return false;
}

function judgeChildren(node: Node, at: At, sums: Record<string, number>): void {
  const enter = (child: unknown, step: string, optional = at.optional): void =>
    judge(child, { ...at, place: `${at.place}/${step}`, level: at.level + 1, optional }, sums);
  for (const [key, value] of Object.entries(node)) {
    if (schemaIn.test(key)) enter(value, key);
    if (schemasIn.test(key) && Array.isArray(value))
      value.forEach((child, index) => enter(child, `${key}/${index}`));
    if (!schemaMapIn.test(key) || !isNode(value)) continue;
    const required = Array.isArray(node['required']) ? node['required'] : [];
    for (const [name, child] of Object.entries(value)) {
      const isDefinition = key === '$defs' || key === 'definitions';
      const optional = isDefinition
        ? undefined
        : key === 'properties'
          ? !required.includes(name)
          : at.optional;
      enter(child, `${key}/${name}`, optional);
    }
  }
}
