import type { JsonObject, JsonValue } from '../../contracts/json.ts';
import { isJsonObject } from '../../lib/json.ts';
import { allowedValues } from '../describe-node.ts';
import { quote } from '../describe-value.ts';
import type { Draft } from './dialect-run.ts';
import { listOf, ownValue, sameJson, textsOf } from './edit-node.ts';

/** One object that takes what any of several objects takes: all their members, required only what all require. */
export function joinAlternatives(objects: readonly JsonObject[], { run, spot }: Draft): JsonObject {
  const members = objects.map(membersOf);
  const names = [...new Set(members.flatMap((each) => Object.keys(each)))];
  const properties = Object.fromEntries(names.map((name) => [name, joinMember(name, members)]));
  const partial = objects.some(
    (object, at) => isOpen(object) && names.some((name) => !Object.hasOwn(members[at] ?? {}, name)),
  );
  if (partial) {
    const what = 'members of one alternative keep their types where another one is silent about them';
    run.notes.push({ place: spot.place, what, narrower: true });
  }
  const required = names.filter((name) =>
    objects.every((object) => listOf(object['required']).includes(name)),
  );
  const open = objects.some(isOpen);
  return {
    type: 'object',
    ...(names.length > 0 && { properties }),
    ...(required.length > 0 && { required }),
    ...(!open && { additionalProperties: false }),
  };
}

function membersOf(object: JsonObject): JsonObject {
  return isJsonObject(object['properties']) ? object['properties'] : {};
}

function isOpen(object: JsonObject): boolean {
  return object['additionalProperties'] !== false || object['patternProperties'] !== undefined;
}

function joinMember(name: string, members: readonly JsonObject[]): JsonValue {
  const schemas = members.flatMap((each) => {
    const schema = ownValue(each, name);
    return schema === undefined ? [] : [schema];
  });
  const distinct = schemas.filter(
    (schema, at) => schemas.findIndex((other) => sameJson(other, schema)) === at,
  );
  const [only] = distinct;
  if (distinct.length === 1 && only !== undefined) return only;
  return joinValues(distinct) ?? { anyOf: distinct };
}

/** The constants that tell alternatives apart, as one enum. */
function joinValues(schemas: readonly JsonValue[]): JsonValue | undefined {
  const nodes = schemas.filter(isJsonObject);
  const plain = nodes.every((node) =>
    Object.keys(node).every((key) => ['const', 'enum', 'type'].includes(key)),
  );
  if (!plain || nodes.length < schemas.length || nodes.some((node) => allowedValues(node).length === 0))
    return undefined;
  const types = nodes.map((node) => node['type']);
  if (!types.every((type) => sameJson(type, types[0]))) return undefined;
  const values = [
    ...new Map(nodes.flatMap(allowedValues).map((value) => [JSON.stringify(value), value])).values(),
  ];
  return { ...(types[0] !== undefined && { type: types[0] }), enum: values };
}

/** Which members go together, in words; undefined when the alternatives require the same. */
export function outlineAlternatives(objects: readonly JsonObject[]): string | undefined {
  const outlines = [...new Set(objects.map(outline))];
  return outlines.length > 1 ? `one of these: ${outlines.join(' or ')}` : undefined;
}

/** `{ kind: "circle", radius }`: what an alternative requires. */
function outline(object: JsonObject): string {
  const members = membersOf(object);
  const names = textsOf(object['required']).map((name) => {
    const schema = ownValue(members, name);
    const values = isJsonObject(schema) ? allowedValues(schema) : [];
    return values.length === 1 ? `${name}: ${quote(values[0])}` : name;
  });
  return names.length === 0 ? '{}' : `{ ${names.join(', ')} }`;
}
