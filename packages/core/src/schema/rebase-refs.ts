import type { JsonSchema } from '../contracts/standard-schema.ts';
import { walkSchema } from './walk-schema.ts';

/** A copy of a schema for a place inside another document: its references to itself lead there, but for those that begin with `kept`. */
export function rebaseRefs(schema: JsonSchema, place: string, kept?: string): JsonSchema {
  const { $schema: _dialect, ...copy } = structuredClone(schema);
  walkSchema(copy, (node) => {
    const ref = node['$ref'];
    if (typeof ref !== 'string' || !ref.startsWith('#') || (kept && ref.startsWith(kept))) return;
    (node as { $ref: string }).$ref = place + ref.slice(1); // the copy is ours
  });
  return copy;
}
