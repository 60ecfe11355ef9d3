import type { JsonObject, JsonValue } from '../../contracts/json.ts';
import { listOf, typesOf } from '../dialect/edit-node.ts';
import { flatten } from './flatten.ts';
import { generateArray } from './generate-array.ts';
import { generateNumber } from './generate-number.ts';
import { generateObject } from './generate-object.ts';
import { generateText } from './generate-text.ts';
import { deepest, type Made, pick, type Scope } from './scope.ts';

/** A value that probably fits a schema; undefined when none can. */
export function generateValue(schema: JsonValue | undefined, scope: Scope): Made {
  if (scope.depth > deepest) return undefined;
  const node = flatten(schema, scope);
  if (node === undefined) return undefined;
  if (node['const'] !== undefined) return node['const'];
  if (Array.isArray(node['enum'])) return pick(allowed(node), scope);
  const values = told(node);
  const way = values.length === 0 ? 0 : scope.choices.take(values.length + 1);
  // The last way passes over them, as they may be wrong.
  if (way < values.length) return values[(way + scope.variant) % values.length];
  return generateOfType(pick(possibleTypes(node), scope), node, scope);
}

/** Both `enum` and `examples`: the examples that are allowed come first. */
function allowed(node: JsonObject): readonly JsonValue[] {
  const types = typesOf(node);
  const values = listOf(node['enum']);
  const fitting =
    types.length === 0 ? values : values.filter((value) => types.some((type) => isOfType(type, value)));
  const texts = new Set(fitting.map((value) => JSON.stringify(value)));
  return [...told(node).filter((value) => texts.has(JSON.stringify(value))), ...fitting];
}

/** Values that the schema itself gives. */
function told(node: JsonObject): readonly JsonValue[] {
  const examples = listOf(node['examples']);
  return node['default'] === undefined || node['default'] === null
    ? examples
    : [...examples, node['default']];
}

function isOfType(type: JsonValue, value: JsonValue): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}

function generateOfType(type: JsonValue | undefined, node: JsonObject, scope: Scope): Made {
  switch (type) {
    case 'object':
      return generateObject(node, scope, generateValue);
    case 'array':
      return generateArray(node, scope, generateValue);
    case 'integer':
    case 'number':
      return generateNumber(node, type === 'integer', scope);
    case 'boolean':
      return pick([true, false], scope);
    case 'null':
      return null;
    default:
      return generateText(node, scope);
  }
}

const typical: readonly (readonly [RegExp, string])[] = [
  [
    /^(properties|required|additionalProperties|patternProperties|propertyNames|minProperties|depend)/,
    'object',
  ],
  [/^(items|prefixItems|minItems|contains|uniqueItems)$/, 'array'],
  [/^(minLength|maxLength|pattern|format)$/, 'string'],
  [/^(minimum|maximum|exclusive|multipleOf)/, 'number'],
];

const anything = ['string', 'integer', 'boolean', 'object', 'array', 'null'];

/** Of a node without a type, what its keywords speak of. `null` is tried last: it tells a reader nothing. */
function possibleTypes(node: JsonObject): readonly JsonValue[] {
  const types = typesOf(node);
  if (types.length > 0)
    return [...types.filter((type) => type !== 'null'), ...types.filter((type) => type === 'null')];
  const keys = Object.keys(node);
  const meant = typical.filter(([keyword]) => keys.some((key) => keyword.test(key))).map(([, type]) => type);
  return [...new Set([...meant, ...anything])];
}
