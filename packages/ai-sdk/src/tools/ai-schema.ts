import { asSchema, type FlexibleSchema } from 'ai';
import { type AnySchema, ConfigError, type JsonSchema, type StandardSchemaV1 } from '@pegboard/core';

/** The input schema of an AI SDK tool as one that `defineTool` takes. Throws `ConfigError` for one that is only known later. */
export function aiSchema(name: string, schema: FlexibleSchema): AnySchema {
  if (isStandard(schema)) return schema;
  const { jsonSchema, validate } = asSchema(schema);
  if (isPromise(jsonSchema)) {
    throw new ConfigError({
      code: 'invalid-tool',
      what: `Tool "${name}" cannot be taken over`,
      evidence: 'its schema is a promise, and the model must be told of the tool before',
      fix: 'Await it: jsonSchema(await asSchema(inputSchema).jsonSchema)',
    });
  }
  const { $schema: _dialect, ...json } = jsonSchema as JsonSchema;
  if (!validate) return json;
  const own: StandardSchemaV1<unknown, unknown> = {
    '~standard': {
      version: 1,
      vendor: 'ai',
      jsonSchema: { input: () => json, output: () => json },
      async validate(value) {
        const parsed = await validate(value);
        return parsed.success ? { value: parsed.value } : { issues: [{ message: parsed.error.message }] };
      },
    },
  };
  return own;
}

/** One that core reads without help: zod 4, ArkType, Valibot with its JSON Schema. */
function isStandard(schema: FlexibleSchema): schema is FlexibleSchema & StandardSchemaV1<unknown, unknown> {
  return (
    (typeof schema === 'object' || typeof schema === 'function') &&
    '~standard' in schema &&
    'jsonSchema' in schema['~standard']
  );
}

function isPromise(value: object): value is PromiseLike<unknown> {
  return 'then' in value;
}
