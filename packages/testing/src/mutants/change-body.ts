import type { JsonObject, JsonValue } from '@pegboard/core';
import { isObject, objectsIn } from '../wires/lib/shape.ts';

/** What becomes of an object in a body; `undefined` leaves it out of the list or object that holds it. */
export type ChangeObject = (object: JsonObject, key: string) => JsonObject | undefined;

/** Changes every object in a body, innermost first. `key` is where it stands, or where the list stands that it is in. */
export function mapObjects(change: ChangeObject): (body: JsonObject) => JsonObject {
  return (body) => {
    const changed = mapValue(body, '', change);
    // What is left out as a whole becomes an empty body.
    return isObject(changed) ? changed : {};
  };
}

function mapValue(value: JsonValue | undefined, key: string, change: ChangeObject): JsonValue | undefined {
  if (Array.isArray(value)) {
    const items = value as readonly JsonValue[];
    return items.map((item) => mapValue(item, key, change)).filter((item) => item !== undefined);
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(
    ([name, inner]) => [name, mapValue(inner, name, change)] as const,
  );
  const kept = entries.flatMap(([name, inner]) => (inner === undefined ? [] : [[name, inner] as const]));
  return change(Object.fromEntries<JsonValue>(kept), key);
}

/** Takes these keys out of a body, wherever they are. */
export function without(...keys: readonly string[]): (body: JsonObject) => JsonObject {
  return mapObjects((object) =>
    Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key))),
  );
}

/** Changes the values of one key, wherever it is. */
export function mapKey(
  key: string,
  change: (value: JsonValue) => JsonValue,
): (body: JsonObject) => JsonObject {
  return mapObjects((object) => {
    const value = object[key];
    return value === undefined ? object : { ...object, [key]: change(value) };
  });
}

/** Changes the list of objects that a body has at the top. */
export function mapList(
  key: string,
  change: (items: readonly JsonObject[]) => readonly JsonValue[],
): (body: JsonObject) => JsonObject {
  return (body) => {
    const items = body[key];
    return Array.isArray(items)
      ? { ...body, [key]: change((items as readonly JsonValue[]).filter(isObject)) }
      : body;
  };
}

/** Changes the texts of one key, wherever it is. */
export function mapText(key: string, change: (text: string) => JsonValue): (body: JsonObject) => JsonObject {
  return mapKey(key, (value) => (typeof value === 'string' ? change(value) : value));
}

/** Changes what the messages of one role hold: `inner` is the list within each message of `list`. */
export function mapInner(
  list: string,
  inner: string,
): (
  role: string,
  change: (items: readonly JsonObject[]) => readonly JsonObject[],
) => (body: JsonObject) => JsonObject {
  return (role, change) =>
    mapList(list, (messages) =>
      messages.map((message) =>
        message.role === role && Array.isArray(message[inner])
          ? { ...message, [inner]: change(objectsIn(message[inner])) }
          : message,
      ),
    );
}
