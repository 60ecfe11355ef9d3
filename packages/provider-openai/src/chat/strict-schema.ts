import { compileForDialect, type JsonSchema } from '@pegboard/core/provider';
import { strictDialect } from '../dialect.ts';

/** The schema as strict mode takes it; undefined where strict mode could not say all that it says. Objects that are silent about others are closed. */
export function strictSchema(schema: JsonSchema): JsonSchema | undefined {
  const { status, schema: strict } = compileForDialect(schema, strictDialect);
  return status === 'accepted' ? strict : undefined;
}
