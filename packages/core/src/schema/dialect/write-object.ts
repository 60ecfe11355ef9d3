import type { JsonObject, JsonValue } from '../../contracts/json.ts';
import { isJsonObject } from '../../lib/json.ts';
import { below, type Draft, forbid, lose, type PropertySpot } from './dialect-run.ts';
import { editNode, listOf, mapMembers, typesOf } from './edit-node.ts';

/** The members of an object in the dialect: each written, those with names that it does not take left out. */
export function writeProperties(node: JsonObject, draft: Draft): JsonObject {
  const { properties } = node;
  if (!isJsonObject(properties)) return node;
  const { run, spot } = draft;
  const required = listOf(node['required']);
  const kept = takenNames(node, properties, draft);
  const freed: string[] = [];
  const written = mapMembers(kept, (schema, name) => {
    const property: PropertySpot = { name, required: required.includes(name), freed: false };
    const made = run.write(schema, below(spot, `properties/${name}`, property));
    if (property.freed) freed.push(name);
    return made;
  });
  const still = required.filter((name) => !freed.some((each) => each === name));
  return editNode(node, {
    properties: written,
    ...(freed.length > 0 && { required: still.length > 0 ? still : undefined }),
    ...(kept !== properties && isOpened(node, kept, properties) && { additionalProperties: undefined }),
  });
}

function takenNames(node: JsonObject, properties: JsonObject, { run, spot }: Draft): JsonObject {
  const { propertyNames, noBooleanSchemas } = run.dialect;
  const pattern = propertyNames === undefined ? undefined : new RegExp(propertyNames);
  const taken = Object.entries(properties).filter(([name, schema]) => {
    if (schema === false && noBooleanSchemas && !listOf(node['required']).includes(name)) {
      // In a closed object a name that is not there may not be used either.
      if (node['additionalProperties'] !== false)
        lose(run, spot, `${JSON.stringify(name)} must not be there`);
      return false;
    }
    if (pattern === undefined || pattern.test(name)) return true;
    const what = `the name ${JSON.stringify(name)} does not match ${propertyNames}`;
    if (listOf(node['required']).includes(name)) forbid(run, spot, what);
    else lose(run, spot, `${what}: the property is left out`);
    return false;
  });
  return taken.length === Object.keys(properties).length ? properties : Object.fromEntries(taken);
}

/** A name was dropped that may be used: other members must be let in. */
function isOpened(node: JsonObject, kept: JsonObject, properties: JsonObject): boolean {
  const { additionalProperties: more } = node;
  const dropped = Object.keys(properties).filter((name) => !Object.hasOwn(kept, name));
  return more !== undefined && more !== true && dropped.some((name) => properties[name] !== false);
}

/** Objects that the dialect wants closed and complete. */
export function closeObject(node: JsonObject, { run, spot }: Draft): JsonObject {
  const { closedObjects, allRequired } = run.dialect;
  const { properties, additionalProperties: more } = node;
  if (!typesOf(node).includes('object') && properties === undefined) return node;
  const names = isJsonObject(properties) ? Object.keys(properties) : [];
  const required = listOf(node['required']);
  if (allRequired) {
    const optional = names.find((name) => !required.includes(name));
    if (optional !== undefined) forbid(run, spot, `the property ${JSON.stringify(optional)} is optional`);
  }
  if (!closedObjects) return node;
  if (node['$ref'] !== undefined) forbid(run, spot, 'it has members beside a recursive reference');
  const unknown = required.find((name) => typeof name === 'string' && !names.includes(name));
  if (unknown !== undefined) forbid(run, spot, `${JSON.stringify(unknown)} is required and not described`);
  if (more === false) return node;
  if (more !== undefined) forbid(run, spot, 'it takes members that it does not name');
  else if (properties === undefined) forbid(run, spot, 'it is an object of any members');
  else run.notes.push({ place: spot.place, what: 'closed: it takes no other members', narrower: true });
  return editNode(node, { additionalProperties: false });
}

export function needsItems(node: JsonObject, { run, spot }: Draft): JsonObject {
  if (!run.dialect.itemsNeeded || !typesOf(node).includes('array') || node['items'] !== undefined)
    return node;
  if (run.dialect.noUntyped) forbid(run, spot, 'its items may be anything');
  const items: JsonValue = {};
  return editNode(node, { items });
}
