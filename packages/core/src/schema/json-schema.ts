import type { JsonSchema, TypedJsonSchema } from '../contracts/standard-schema.ts';

/** Attaches the TypeScript type `T` to a JSON Schema of draft 2020-12; nothing checks that the two agree. */
export function jsonSchema<T>(schema: JsonSchema): TypedJsonSchema<T> {
  return { '~jsonSchema': schema };
}
