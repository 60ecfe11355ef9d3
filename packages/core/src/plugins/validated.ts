import type { AnySchema, StandardSchemaV1 } from '../contracts/standard-schema.ts';
import { withDeadline } from '../lib/deadline.ts';
import { compileSchema } from '../schema/compile-schema.ts';
import { formatIssues } from '../schema/format-issues.ts';
import { standardIssues } from '../schema/standard-issues.ts';
import type { SchemaIssue, Validation } from '../schema/validation.ts';
import { failureAt, PluginFailure } from './diagnostics.ts';
import type { Host } from './host.ts';

/** What a schema makes of a part of the configuration. Throws `PluginFailure` of the stage `configured`, in which no value shows: it may be a key. */
export async function validated(
  schema: AnySchema,
  value: unknown,
  root: string,
  { deadlines, signal }: Host,
): Promise<unknown> {
  let validation: Validation;
  try {
    validation = await withDeadline(() => validate(schema, value), {
      ms: deadlines.configMs,
      signal,
    });
  } catch (error) {
    throw failureAt('configured', error);
  }
  if (validation.ok) return validation.value;
  throw new PluginFailure('configured', {
    cause: `its ${root} does not fit:\n${formatIssues(validation.issues.map(withoutText), { root })}`,
    hint: `Correct its ${root}`,
  });
}

/** No model is shown a config, so a schema that has no JSON Schema will do. */
async function validate(schema: AnySchema, value: unknown): Promise<Validation> {
  const standard = '~standard' in schema ? (schema as StandardSchemaV1)['~standard'] : undefined;
  if (!standard || standard.jsonSchema) return compileSchema(schema).validate(value);
  const { issues, ...result } = await standard.validate(value);
  if (issues) return { ok: false, issues: standardIssues(issues, value, undefined) };
  return { ok: true, value: 'value' in result ? result.value : undefined };
}

/** What is wrong is said by its type: texts may be keys. */
function withoutText({ received, ...issue }: SchemaIssue): SchemaIssue {
  if (received === undefined) return issue;
  return { ...issue, received: received.startsWith('string') ? 'string' : received };
}
