import type { Awaitable } from '../contracts/json.ts';
import type {
  JsonSchema,
  StandardIssue,
  StandardResult,
  StandardSchemaV1,
} from '../contracts/standard-schema.ts';
import { ConfigError } from '../errors/config-error.ts';
import { describeError } from '../errors/describe-error.ts';
import { isPromiseLike } from '../lib/deadline.ts';
import { isJsonObject } from '../lib/json.ts';
import type { CompiledSchema } from './compiled-schema.ts';
import { withJudging } from './load-judging.ts';
import type { Validation } from './validation.ts';

/** A Standard Schema: the library validates, and writes the JSON Schema of its input side. */
export function compileStandard(schema: StandardSchemaV1<unknown, unknown>): CompiledSchema {
  const standard = schema['~standard'];
  const converter = standard.jsonSchema;
  if (converter === undefined) throw noConverter(standard.vendor);
  let rendered: JsonSchema | undefined;
  const render = (): JsonSchema => (rendered ??= renderInput(standard.vendor, converter.input));
  const toValidation = (value: unknown, result: StandardResult<unknown>): Awaitable<Validation> =>
    result.issues === undefined
      ? { ok: true, value: result.value }
      : explained(result.issues, value, orUndefined(render));
  return {
    get jsonSchema() {
      return render();
    },
    validate(value): Awaitable<Validation> {
      const result = standard.validate(value);
      return isPromiseLike(result)
        ? result.then((settled) => toValidation(value, settled))
        : toValidation(value, result);
    },
  };
}

function explained(
  issues: readonly StandardIssue[],
  value: unknown,
  schema: JsonSchema | undefined,
): Awaitable<Validation> {
  return withJudging(({ standardIssues }) => ({ ok: false, issues: standardIssues(issues, value, schema) }));
}

function renderInput(
  vendor: string,
  input: (options: { target: string }) => Record<string, unknown>,
): JsonSchema {
  let rendered: unknown;
  try {
    rendered = input({ target: 'draft-2020-12' });
  } catch (cause) {
    throw cannotRender(vendor, describeError(cause), cause);
  }
  if (!isJsonObject(rendered)) throw cannotRender(vendor, `got ${typeof rendered}`, undefined);
  // The dialect is fixed, so naming it again in every tool would only cost tokens.
  const { $schema: _dialect, ...schema } = rendered;
  return schema;
}

/** Issues are described as well as the schema allows; a schema that cannot be rendered still validates. */
function orUndefined(render: () => JsonSchema): JsonSchema | undefined {
  try {
    return render();
  } catch {
    return undefined;
  }
}

function cannotRender(vendor: string, evidence: string, cause: unknown): ConfigError {
  return new ConfigError({
    code: 'schema',
    what: `The ${vendor} schema has no JSON Schema for its input side, which is what a model is shown`,
    evidence,
    fix: 'Use types that JSON has (a date as z.iso.datetime(), a map as z.record()) and transform after them.',
    cause,
  });
}

function noConverter(vendor: string): ConfigError {
  const fixes: Record<string, string> = {
    zod: 'Install zod >= 4.2 and import it as `import * as z from "zod"`.',
    valibot: 'Wrap it with `toStandardJsonSchema` of @valibot/to-json-schema.',
    arktype: 'Install arktype >= 2.1.28.',
  };
  return new ConfigError({
    code: 'schema',
    what: `The ${vendor} schema cannot be turned into JSON Schema: it has no \`~standard.jsonSchema\``,
    fix:
      (Object.hasOwn(fixes, vendor) ? fixes[vendor] : undefined) ??
      'Use zod >= 4.2, Valibot with @valibot/to-json-schema, arktype >= 2.1.28, or pass `jsonSchema<T>({ … })`.',
  });
}
