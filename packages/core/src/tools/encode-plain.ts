import type { JsonValue } from '../contracts/json.ts';
import { copyJson } from '../lib/json.ts';
import type { Encoded } from './encode-value.ts';

/** What is JSON already is copied; anything else is encoded, by code that is loaded with the first value that needs it. */
export function encode(value: unknown): Encoded | Promise<Encoded> {
  if (value === undefined) return { ok: true, value: null, size: 4 };
  const size = plainSize(value, 0);
  if (size >= 0) return { ok: true, value: copyJson(value as JsonValue), size };
  return import('./mending.ts').then(({ encodeValue }) => encodeValue(value));
}

/** Deeper nesting, and with it every cycle, is left to the full encoder. */
const maxDepth = 50;

/** About the length of a value as JSON text; negative when it is no plain JSON. Something that throws when it is looked at is none. */
function plainSize(value: unknown, depth: number): number {
  if (value === null || typeof value === 'boolean') return 5;
  if (typeof value === 'string') return value.isWellFormed() ? value.length + 2 : -1;
  if (typeof value === 'number') return Number.isFinite(value) ? 8 : -1;
  if (typeof value !== 'object' || depth > maxDepth) return -1;
  try {
    return membersSize(value, depth);
  } catch {
    return -1;
  }
}

function membersSize(value: object, depth: number): number {
  const prototype: unknown = Object.getPrototypeOf(value);
  const list = Array.isArray(value);
  if (prototype !== (list ? Array.prototype : Object.prototype) || 'toJSON' in value) return -1;
  const keys = Reflect.ownKeys(value);
  if (
    keys.length !== Object.keys(value).length + (list ? 1 : 0) ||
    (list && keys.length !== value.length + 1)
  )
    return -1;
  let size = 2;
  for (const key of Object.keys(value)) {
    const property = Object.getOwnPropertyDescriptor(value, key);
    const own =
      !property || 'get' in property || key === '__proto__' ? -1 : plainSize(property.value, depth + 1);
    if (own < 0) return -1;
    size += own + (list ? 1 : key.length + 4);
  }
  return size;
}
