import type { JsonObject, JsonValue } from '../contracts/json.ts';
import { describeError } from '../errors/describe-error.ts';
import { isInstance } from '../lib/recognise.ts';

/** Bytes beyond this are refused: base64 text of that size is of no use to a model. */
const maxBytes = 65_536;
const maxDepth = 200;
/** Members and elements in all; beyond it a value is no result but a data set, or shares its parts endlessly. */
const maxNodes = 500_000;

export type Encoded =
  | {
      readonly ok: true;
      readonly value: JsonValue;
      /** About its length as JSON text. */ readonly size: number;
    }
  | { readonly ok: false; readonly problem: string };

/**
 * JSON for whatever a tool returned, the same for the same value.
 * BigInt, NaN and infinities become strings, dates ISO strings, sets arrays, maps objects (or pairs when a key is no string), bytes base64,
 * errors their name and message, cycles `"[circular]"`; undefined is null. Members that JSON has no form for are left out.
 * Functions, symbols, large bytes, huge structures and objects that would come out as an accidental `{}` are refused.
 */
export function encodeValue(value: unknown): Encoded {
  const encoder = new Encoder();
  try {
    return { ok: true, value: encoder.encode(value, 0) ?? null, size: encoder.size };
  } catch (error) {
    const problem = isInstance(error, Refused)
      ? error.message
      : `it could not be read: ${describeError(error)}`;
    return { ok: false, problem };
  }
}

class Refused extends Error {}

class Encoder {
  size = 0;
  #nodes = 0;
  readonly #open = new Set<object>();

  /** Undefined: there is no JSON form, leave the member out. */
  encode(value: unknown, depth: number): JsonValue | undefined {
    switch (typeof value) {
      case 'string':
        return this.#text(value.isWellFormed() ? value : value.toWellFormed());
      case 'number':
        this.size += 8;
        return Number.isFinite(value) ? value : String(value);
      case 'boolean':
        this.size += 5;
        return value;
      case 'bigint':
        return this.#text(String(value));
      case 'object':
        return value === null ? null : this.#object(value, depth);
      case 'undefined':
        return undefined;
      default:
        if (depth > 0) return undefined;
        throw new Refused(`a ${typeof value} has no JSON form`);
    }
  }

  #text(text: string): string {
    this.size += text.length + 2;
    return text;
  }

  #object(value: object, depth: number): JsonValue | undefined {
    if (this.#open.has(value)) return this.#text('[circular]');
    if (depth > maxDepth) return this.#text('[too deep]');
    this.#open.add(value);
    try {
      return this.#convert(value, depth);
    } finally {
      this.#open.delete(value);
    }
  }

  #convert(value: object, depth: number): JsonValue | undefined {
    if (Array.isArray(value)) return this.#array(value, depth);
    if (value instanceof Date)
      return this.#text(Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString());
    if ('toJSON' in value && typeof value.toJSON === 'function')
      return this.encode(value.toJSON(), depth + 1);
    if (value instanceof Map) return this.#map(value, depth);
    if (value instanceof Set) return this.#array([...value], depth);
    if (value instanceof ArrayBuffer) return this.#bytes(new Uint8Array(value));
    if (ArrayBuffer.isView(value))
      return this.#bytes(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    if (value instanceof Error)
      return this.#members(
        [
          ['name', value.name],
          ['message', describeError(value)],
        ],
        depth,
      );
    if (value instanceof RegExp) return this.#text(String(value));
    return this.#plain(value, depth);
  }

  #array(values: readonly unknown[], depth: number): JsonValue {
    this.#count(values.length);
    this.size += values.length + 2;
    return Array.from(values, (value) => this.encode(value, depth + 1) ?? null);
  }

  #map(map: ReadonlyMap<unknown, unknown>, depth: number): JsonValue {
    const entries = [...map];
    return entries.every(isNamed) ? this.#members(entries, depth) : this.#array(entries, depth);
  }

  /** Before the work is done: a sparse array can be long and empty. */
  #count(added: number): void {
    this.#nodes += added;
    if (this.#nodes > maxNodes) {
      throw new Refused(`it has more than ${maxNodes} members; return a part of it, or a path or URL`);
    }
  }

  #bytes(bytes: Uint8Array): JsonValue {
    if (bytes.length > maxBytes) {
      throw new Refused(
        `${bytes.length} bytes are more than the ${maxBytes} that a result may hold; return a path or a URL, or media as result(value, { content })`,
      );
    }
    let binary = '';
    for (const byte of bytes) binary += String.fromCharCode(byte);
    return this.#text(btoa(binary));
  }

  #plain(value: object, depth: number): JsonValue {
    const entries = Object.entries(value);
    const encoded = this.#members(entries, depth);
    if (Object.keys(encoded).length > 0) return encoded;
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== null && prototype !== Object.prototype) {
      throw new Refused(`an object of class ${value.constructor?.name || 'unknown'} has no JSON form`);
    }
    if (entries.some(([, member]) => member !== undefined)) {
      throw new Refused(
        `an object of ${entries
          .map(([key]) => key)
          .join(', ')
          .slice(0, 80)} has no JSON form`,
      );
    }
    return encoded;
  }

  #members(entries: readonly (readonly [string, unknown])[], depth: number): JsonObject {
    this.#count(entries.length);
    const encoded: Record<string, JsonValue> = {};
    for (const [key, member] of entries) {
      const json = this.encode(member, depth + 1);
      this.size += key.length + 4;
      if (json !== undefined) define(encoded, key.toWellFormed(), json);
    }
    return encoded;
  }
}

function isNamed(entry: [unknown, unknown]): entry is [string, unknown] {
  return typeof entry[0] === 'string';
}

/** Plain assignment would set the prototype for the key `__proto__`. */
function define(target: Record<string, JsonValue>, key: string, value: JsonValue): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
  else target[key] = value;
}
