import type { AnySchema } from '../contracts/standard-schema.ts';
import { withDeadline } from '../lib/deadline.ts';
import { compileSchema } from '../schema/compile-schema.ts';
import { formatIssues } from '../schema/format-issues.ts';
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
    validation = await withDeadline(() => compileSchema(schema).validate(value), {
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

function withoutText({ received, ...issue }: SchemaIssue): SchemaIssue {
  if (received === undefined) return issue;
  return { ...issue, received: received.startsWith('string') ? 'string' : received };
}
