import type { JsonObject } from '../contracts/json.ts';
import type {
  AnySchema,
  InferOutput,
  StandardIssue,
  StandardSchemaV1,
} from '../contracts/standard-schema.ts';
import { ConfigError } from '../errors/config-error.ts';
import { compileSchema } from './compile-schema.ts';
import { formatIssues } from './format-issues.ts';
import { rebaseRefs } from './rebase-refs.ts';
import type { SchemaIssue } from './validation.ts';

/**
 * A schema of values that fit one of several: `output: oneOf([invoice, receipt])`. The first that fits gives the value. Schemas that a member
 * with one fixed value tells apart (`kind: z.literal('invoice')`) give the model the best messages. Throws `ConfigError` without schemas.
 */
export function oneOf<const S extends readonly object[]>(
  schemas: S,
): StandardSchemaV1<unknown, InferOutput<S[number]>> {
  if (schemas.length === 0)
    throw new ConfigError({ code: 'schema', what: 'oneOf needs at least one schema', evidence: 'got none' });
  const compiled = schemas.map((schema) => compileSchema(schema as AnySchema)); // throws for what is none
  const jsonSchema = (): JsonObject => ({
    anyOf: compiled.map((one, index) => rebaseRefs(one.jsonSchema, `#/anyOf/${index}`)),
  });
  return {
    '~standard': {
      version: 1,
      vendor: 'pegboard',
      jsonSchema: { input: jsonSchema, output: jsonSchema },
      validate: async (value) => {
        let nearest: readonly SchemaIssue[] | undefined;
        for (const one of compiled) {
          const validation = await one.validate(value);
          if (validation.ok) return { value: validation.value as InferOutput<S[number]> }; // by that schema
          if (!nearest || distance(validation.issues) < distance(nearest)) nearest = validation.issues;
        }
        return { issues: [issueOf(nearest ?? [], compiled.length)] };
      },
    },
  };
}

/** A wrong value where another is fixed says that the other schema was meant. */
function distance(issues: readonly SchemaIssue[]): number {
  return issues.length + issues.filter(({ expected = '' }) => /^["']/.test(expected)).length * 100;
}

function issueOf(issues: readonly SchemaIssue[], count: number): StandardIssue {
  const message = `none of the ${count} alternatives fits; the nearest one: ${formatIssues(issues)}`;
  return { message };
}
