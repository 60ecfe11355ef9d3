import type {
  JsonSchema,
  StandardIssue,
  StandardResult,
  StandardSchemaV1,
} from '../../contracts/standard-schema.ts';
import type { AnyTool } from '../../contracts/tool.ts';
import { ConfigError } from '../../errors/config-error.ts';
import { isPromiseLike } from '../../lib/deadline.ts';
import { isJsonObject } from '../../lib/json.ts';
import { compileSchema } from '../../schema/compile-schema.ts';
import type { Validation } from '../../schema/validation.ts';

interface Binding {
  readonly tool: AnyTool;
  /** What the model is shown. */
  readonly jsonSchema: JsonSchema;
  readonly fixed: Readonly<Record<string, unknown>>;
}

type Result = StandardResult<unknown>;

/** Validates what the model wrote together with the fixed values. Throws `ConfigError` when it is a fixed value that does not fit. */
export function validateBound(binding: Binding, value: unknown): Result | Promise<Result> {
  const { tool, jsonSchema, fixed } = binding;
  if (!isJsonObject(value)) return toResult(binding, validateWhole(tool, value));
  if (jsonSchema['additionalProperties'] === false) {
    const stranger = Object.keys(fixed).find((key) => Object.hasOwn(value, key));
    if (stranger !== undefined) return { issues: [{ message: `unknown key "${stranger}"`, path: [] }] };
  }
  return toResult(binding, validateWhole(tool, { ...value, ...fixed }));
}

/** A library's own issues are passed on as they are, so that they can be explained by the schema that the model is shown. */
function validateWhole({ input }: AnyTool, value: unknown): Result | PromiseLike<Result> {
  if ('~standard' in input) return (input as StandardSchemaV1)['~standard'].validate(value);
  const validation = compileSchema(input).validate(value);
  return isPromiseLike(validation) ? validation.then(fromValidation) : fromValidation(validation);
}

function fromValidation(validation: Validation): Result {
  if (validation.ok) return { value: validation.value };
  return { issues: validation.issues.map(({ path, message }) => ({ message, path: readPath(path) })) };
}

/** `user.tags[0]["a b"]` → `['user', 'tags', 0, 'a b']`. */
function readPath(path: string): PropertyKey[] {
  return [...path.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/g)].map(
    ([, index, quoted, name = '']) =>
      index !== undefined ? Number(index) : quoted !== undefined ? String(JSON.parse(quoted)) : name,
  );
}

function toResult(binding: Binding, result: Result | PromiseLike<Result>): Result | Promise<Result> {
  if (isPromiseLike(result)) return Promise.resolve(result).then((settled) => notOurs(binding, settled));
  return notOurs(binding, result);
}

/** The model cannot mend what it does not see. */
function notOurs({ tool, fixed }: Binding, result: Result): Result {
  const issue = result.issues?.find((one) => Object.hasOwn(fixed, firstKey(one)));
  if (!issue) return result;
  throw new ConfigError({
    code: 'invalid-input',
    what: `The bound parameter "${String(firstKey(issue))}" of "${tool.name}" does not fit`,
    evidence: issue.message,
  });
}

function firstKey({ path: [first = ''] = [] }: StandardIssue): PropertyKey {
  return typeof first === 'object' ? first.key : first;
}
