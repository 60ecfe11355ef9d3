import { type JsonObject, jsonSchema, type TypedJsonSchema } from '@pegboard/core';

type Schemas = Readonly<Record<string, JsonObject>>;

/** The schema of a tool that takes one of several commands, each with parameters of its own: all are in one object, as the APIs have it. */
export function commandSchema<T>(
  key: string,
  commands: readonly string[],
  { example, ...parameters }: Schemas & { readonly example: JsonObject },
  required: readonly string[] = [],
): TypedJsonSchema<T> {
  return jsonSchema<T>({
    type: 'object',
    properties: { [key]: { type: 'string', enum: [...commands] }, ...parameters },
    required: [key, ...required],
    additionalProperties: false,
    examples: [example],
  });
}

export function textOf(description: string): JsonObject {
  return { type: 'string', description };
}

export function integerOf(description: string): JsonObject {
  return { type: 'integer', minimum: 0, description };
}

/** Numbers that stand together, such as a point. */
export function tupleOf(length: number, description: string, minimum?: number): JsonObject {
  const items = { type: 'integer', ...(minimum !== undefined && { minimum }) };
  return { type: 'array', items, minItems: length, maxItems: length, description };
}

/** The first parameter that a command cannot do without and does not have, in words for the model. */
export function missingOf(
  input: object,
  command: string,
  needs: Readonly<Record<string, readonly string[]>>,
): string | undefined {
  const missing = needs[command]?.find((name) => !(name in input));
  return missing === undefined ? undefined : `${command} needs ${missing}`;
}
