import { isJsonObject, type JsonSchema, type JsonValue } from '@pegboard/core/provider';
import { memberOf, plainNode } from './property-list.ts';

/** Whether a value keeps the rules that this package knows: type, enum, const, bounds, pattern, formats of dates and addresses, members. */
export function fitsSchema(node: JsonSchema, value: JsonValue, root: JsonSchema): boolean {
  const here = plainNode(node, root);
  return (
    fitsType(here, value) &&
    fitsAllowed(here, value) &&
    fitsBounds(here, value) &&
    fitsText(here, value) &&
    fitsMembers(here, value, root)
  );
}

function fitsType({ type }: JsonSchema, value: JsonValue): boolean {
  // More digits than a number holds exactly: nobody can tell which number was meant.
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) return false;
  switch (type) {
    case undefined:
      return true;
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isJsonObject(value);
    case 'null':
      return value === null;
    default:
      return typeof value === type;
  }
}

function fitsAllowed(node: JsonSchema, value: JsonValue): boolean {
  const text = JSON.stringify(value);
  const isIt = (allowed: unknown): boolean => JSON.stringify(allowed) === text;
  if (Array.isArray(node['enum']) && !node['enum'].some(isIt)) return false;
  return !Object.hasOwn(node, 'const') || isIt(node['const']);
}

function fitsBounds(node: JsonSchema, value: JsonValue): boolean {
  const bound = (key: string, otherwise: number): number =>
    typeof node[key] === 'number' ? node[key] : otherwise;
  const within = (size: number, low: string, high: string): boolean =>
    size >= bound(low, -Infinity) && size <= bound(high, Infinity);
  if (typeof value === 'number') {
    const step = bound('multipleOf', 0);
    const steps = value / step;
    return (
      within(value, 'minimum', 'maximum') &&
      value > bound('exclusiveMinimum', -Infinity) &&
      value < bound('exclusiveMaximum', Infinity) &&
      (step === 0 || Math.abs(steps - Math.round(steps)) < 1e-9)
    );
  }
  if (typeof value === 'string') return within(Array.from(value).length, 'minLength', 'maxLength');
  if (Array.isArray(value))
    return within(value.length, 'minItems', 'maxItems') && (node['uniqueItems'] !== true || isUnique(value));
  return true;
}

function isUnique(values: readonly JsonValue[]): boolean {
  return new Set(values.map((value) => JSON.stringify(value))).size === values.length;
}

const formats: Readonly<Record<string, RegExp>> = {
  date: /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i,
  time: /^\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i,
  email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  uri: /^[a-z][a-z0-9+.-]*:\S+$/i,
  uuid: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
};

function fitsText(node: JsonSchema, value: JsonValue): boolean {
  if (typeof value !== 'string') return true;
  const { format, pattern } = node;
  if (typeof format === 'string' && Object.hasOwn(formats, format) && formats[format]?.test(value) === false)
    return false;
  return typeof pattern !== 'string' || matches(pattern, value);
}

/** A pattern that cannot be compiled fits nothing: better to ask than to send a guess. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    return false;
  }
}

function fitsMembers(node: JsonSchema, value: JsonValue, root: JsonSchema): boolean {
  const { items } = node;
  if (Array.isArray(value))
    return !isJsonObject(items) || value.every((item: JsonValue) => fitsSchema(items, item, root));
  if (!isJsonObject(value)) return true;
  const required = Array.isArray(node['required']) ? node['required'] : [];
  const properties = memberOf(node, 'properties');
  return (
    required.every((name) => Object.hasOwn(value, String(name))) &&
    Object.entries(value).every(([name, member]) => {
      const schema = memberOf(properties, name);
      if (!isJsonObject(schema)) return node['additionalProperties'] !== false;
      return member === undefined || fitsSchema(schema, member, root);
    })
  );
}
