import type { JsonSchema } from '../contracts/standard-schema.ts';
import type { CompiledSchema } from './compiled-schema.ts';
import { withJudging } from './load-judging.ts';
import { prepareRaw } from './prepare-raw.ts';
import type { Validation } from './validation.ts';

/** A raw JSON Schema. Its validator is loaded when the first value is validated; from then on the answers are synchronous. */
export function compileRaw(schema: JsonSchema): CompiledSchema {
  const prepared = prepareRaw(schema);
  let judge: ((value: unknown) => Validation) | undefined;
  return {
    jsonSchema: schema,
    validate: (value) =>
      judge
        ? judge(value)
        : withJudging(({ createRawValidator }) => (judge ??= createRawValidator(prepared))(value)),
  };
}
