import type { OutputSpec } from '../../contracts/provider.ts';
import type { AnySchema } from '../../contracts/standard-schema.ts';
import { compileSchema } from '../../schema/compile-schema.ts';
import { type ObjectRoot, objectRoot } from '../../schema/object-root.ts';

/** What is asked of the model, and the schema that judges what it gives. */
export interface OutputTask {
  readonly schema: AnySchema;
  /** Of an object, whatever the schema describes. */
  readonly spec: OutputSpec;
  /** The value is the member `answer` of that object. */
  readonly wrapped: boolean;
}

const roots = new WeakMap<object, ObjectRoot & { readonly spec: OutputSpec }>();

/** The same spec for the same schema, so that what is rendered of it can be kept. Throws `ConfigError` for what is no schema. */
export function outputTask(schema: AnySchema): OutputTask {
  const known = roots.get(schema);
  if (known) return { ...known, schema };
  const root = objectRoot(compileSchema(schema).jsonSchema);
  const made = { ...root, spec: { name: 'output', schema: root.schema } };
  roots.set(schema, made);
  return { ...made, schema };
}
