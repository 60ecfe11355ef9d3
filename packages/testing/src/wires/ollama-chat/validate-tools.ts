import type { JsonObject, JsonValue } from '@pegboard/core';
import {
  anyText,
  below,
  isObject,
  listOf,
  matching,
  objectsIn,
  oneOf,
  type Report,
  type Rule,
  shape,
} from '../lib/shape.ts';

/** Words of a schema that reach the prompt; what is in `items` and `$defs` is kept whole. */
const kept = ['type', 'description', 'enum', 'items', 'properties', 'anyOf', '$defs', 'required'];
/** Words that are lost without changing what the model has to write. */
const harmless = [
  '$comment',
  '$id',
  '$schema',
  'additionalProperties',
  'default',
  'deprecated',
  'examples',
  'readOnly',
  'title',
  'writeOnly',
];
const types: readonly JsonValue[] = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'];

const parameters: Rule = (value, report) => {
  if (!isObject(value)) return report('must be an object');
  if (value.type !== 'object') report('must have type object at its root');
  checkSchema(value, report);
};

function checkSchema(schema: JsonObject, report: Report): void {
  for (const word of Object.keys(schema))
    if (!kept.includes(word) && !harmless.includes(word))
      report('is lost on the way to the prompt', `.${word}`);
  const { type, properties, required, anyOf } = schema;
  const names = (Array.isArray(type) ? type : [type ?? 'object']) as readonly JsonValue[];
  if (!names.every((name) => types.includes(name))) report('is no known type', '.type');
  if (required !== undefined) listOf(anyText)(required, below(report, '.required'));
  if (properties !== undefined && !isObject(properties)) report('must be an object', '.properties');
  for (const [name, inner] of Object.entries(isObject(properties) ? properties : {})) {
    if (isObject(inner)) checkSchema(inner, below(report, `.properties.${name}`));
    else report('must be an object', `.properties.${name}`);
  }
  for (const [index, inner] of objectsIn(anyOf).entries())
    checkSchema(inner, below(report, `.anyOf[${index}]`));
}

const tool = shape({
  type: oneOf('function'),
  function: shape(
    {
      name: matching(
        /^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$/,
        'must be 1 to 64 letters, digits, _ and -, with a letter or _ first',
      ),
    },
    { description: anyText, parameters },
  ),
});

export const tools: Rule = (value, report) => {
  listOf(tool, { min: 1 })(value, report);
  const names = objectsIn(value).map((item) => (isObject(item.function) ? item.function.name : undefined));
  const twice = names.filter((name, index) => name !== undefined && names.indexOf(name) < index);
  for (const name of new Set(twice)) report(`repeats the name ${JSON.stringify(name)}`);
};
