import type { JsonObject, JsonValue } from '../../contracts/json.ts';
import { isJsonObject } from '../../lib/json.ts';
import { type Draft, lose } from './dialect-run.ts';
import { editNode } from './edit-node.ts';

const types = ['string', 'number', 'integer', 'boolean', 'null', 'array', 'object'];

const isSchema = (value: JsonValue): boolean => typeof value === 'boolean' || isJsonObject(value);
const isText = (value: JsonValue): boolean => typeof value === 'string';
const isNumber = (value: JsonValue): boolean => typeof value === 'number' && Number.isFinite(value);
const isCount = (value: JsonValue): boolean => Number.isInteger(value) && Number(value) >= 0;
const isStep = (value: JsonValue): boolean => isNumber(value) && Number(value) > 0;
const isBoolean = (value: JsonValue): boolean => typeof value === 'boolean';
const isValues = (value: JsonValue): boolean => Array.isArray(value) && value.length > 0;
const isNames = (value: JsonValue): boolean => Array.isArray(value) && value.every(isText);
const isSchemas = (value: JsonValue): boolean => Array.isArray(value) && value.every(isSchema);
const isChoice = (value: JsonValue): boolean => isSchemas(value) && isValues(value);
const isMap = (value: JsonValue): boolean => isJsonObject(value) && Object.values(value).every(isOwnSchema);
const isOwnSchema = (value: JsonValue | undefined): boolean => value !== undefined && isSchema(value);
const isNamesMap = (value: JsonValue): boolean =>
  isJsonObject(value) && Object.values(value).every((names) => names !== undefined && isNames(names));
const isType = (value: JsonValue): boolean =>
  Array.isArray(value)
    ? isValues(value) && value.every(isType)
    : typeof value === 'string' && types.includes(value);
const never = (): boolean => false;

/** What the value of a keyword must be. APIs refuse a whole request for one that is not. */
const shapes = new Map<string, (value: JsonValue) => boolean>([
  ...keywords('$ref $id $schema title description pattern format $comment', isText),
  ...keywords('minimum maximum exclusiveMinimum exclusiveMaximum', isNumber),
  ...keywords('multipleOf', isStep),
  ...keywords(
    'minLength maxLength minItems maxItems minProperties maxProperties minContains maxContains',
    isCount,
  ),
  ...keywords('uniqueItems', isBoolean),
  ...keywords('required', isNames),
  ...keywords('enum', isValues),
  ...keywords('type', isType),
  ...keywords('allOf anyOf oneOf', isChoice),
  ...keywords('prefixItems', isSchemas),
  ...keywords('items', (value) => isSchema(value) || isSchemas(value)),
  ...keywords('properties patternProperties dependentSchemas', isMap),
  ...keywords('$defs definitions', isJsonObject),
  ...keywords('dependentRequired', isNamesMap),
  ...keywords('additionalProperties unevaluatedProperties unevaluatedItems contains propertyNames', isSchema),
  ...keywords('not if then else', isSchema),
  // What they refer to is known only while a value is judged; and `dependencies` has two meanings.
  ...keywords('$dynamicRef $recursiveRef dependencies', never),
]);

function keywords(
  names: string,
  shape: (value: JsonValue) => boolean,
): [string, (value: JsonValue) => boolean][] {
  return names.split(' ').map((name) => [name, shape]);
}

/** The node without keywords whose value is not what JSON Schema asks for, and without repeated names. */
export function wellFormed(node: JsonObject, { run, spot }: Draft): JsonObject {
  const edits: Record<string, JsonValue | undefined> = {};
  for (const [keyword, value] of Object.entries(node)) {
    if (value === undefined) continue;
    if (shapes.get(keyword)?.(value) === false) {
      lose(run, spot, `"${keyword}" is not understood`);
      edits[keyword] = undefined;
    } else if (Array.isArray(value) && (keyword === 'required' || keyword === 'type')) {
      const names = [...new Set(value)];
      if (names.length < value.length) edits[keyword] = names;
    }
  }
  return editNode(node, edits);
}

/** A keyword that says which values are right. Others are for readers and programs. */
export function isConstraint(keyword: string): boolean {
  return shapes.has(keyword) && !annotations.has(keyword);
}

const annotations = new Set('$id $schema $comment title description $defs definitions'.split(' '));
