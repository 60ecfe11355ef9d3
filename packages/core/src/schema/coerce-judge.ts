import { dereference, validate } from '@cfworker/json-schema';
import type { JsonSchema } from '../contracts/standard-schema.ts';
import { prepareRaw } from './prepare-raw.ts';
import { createRawValidator } from './raw-validator.ts';
import type { Validation } from './validation.ts';

/** One schema, made ready to judge whole values and parts of them. */
export interface Judge {
  /** The validator's own copy of the schema; nodes that are judged must be its nodes. */
  readonly root: JsonSchema;
  readonly validate: (value: unknown) => Validation;
  readonly fits: (node: JsonSchema, value: unknown) => boolean;
}

const judges = new WeakMap<JsonSchema, Judge>();

/** The judge of a schema, made once per schema object. Throws `ConfigError` for a broken schema. */
export function judgeOf(schema: JsonSchema): Judge {
  const known = judges.get(schema);
  if (known !== undefined) return known;
  const made = createJudge(schema);
  judges.set(schema, made);
  return made;
}

function createJudge(schema: JsonSchema): Judge {
  const root = prepareRaw(schema);
  const check = createRawValidator(root);
  const lookup = dereference(root);
  return {
    root,
    validate: check,
    fits: (node, value) => validate(value, node, '2020-12', lookup, true).valid,
  };
}
