import type { JsonSchema } from '../contracts/standard-schema.ts';
import { rebaseRefs } from './rebase-refs.ts';

export interface ObjectRoot {
  /** A schema of an object, as tools and providers ask for it. */
  readonly schema: JsonSchema;
  /** The value is the member `answer` of that object. */
  readonly wrapped: boolean;
}

/** A schema of anything as a schema of an object: arrays, enums, alternatives and scalars become its member `answer`. */
export function objectRoot(schema: JsonSchema): ObjectRoot {
  const { type, $ref, anyOf, oneOf, allOf } = schema;
  if (type === 'object' && [$ref, anyOf, oneOf, allOf].every((keyword) => keyword === undefined))
    return { schema, wrapped: false };
  // Definitions stay at the root: not every provider finds them elsewhere.
  const { $defs, ...answer } = rebaseRefs(schema, '#/properties/answer', '#/$defs/');
  return {
    schema: {
      type: 'object',
      properties: { answer },
      required: ['answer'],
      additionalProperties: false,
      ...($defs !== undefined && { $defs }),
    },
    wrapped: true,
  };
}
