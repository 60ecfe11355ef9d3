import type { Awaitable } from '../contracts/json.ts';
import type { JsonSchema } from '../contracts/standard-schema.ts';
import { ConfigError } from '../errors/config-error.ts';
import type { CompiledSchema } from './compiled-schema.ts';
import { prepareRaw } from './prepare-raw.ts';
import type * as rawValidatorModule from './raw-validator.ts';
import type { Validation } from './validation.ts';

type ValidatorModule = typeof rawValidatorModule;

/** A raw JSON Schema. Its validator is loaded when the first value is validated; from then on the answers are synchronous. */
export function compileRaw(schema: JsonSchema): CompiledSchema {
  const prepared = prepareRaw(schema);
  let judge: ((value: unknown) => Validation) | undefined;
  const apply = ({ createRawValidator }: ValidatorModule, value: unknown): Validation =>
    (judge ??= createRawValidator(prepared))(value);
  return {
    jsonSchema: schema,
    validate(value): Awaitable<Validation> {
      return loaded === undefined ? load().then((module) => apply(module, value)) : apply(loaded, value);
    },
  };
}

let loaded: ValidatorModule | undefined;

/** Loaded late: most programs validate with a schema library and never need it. */
async function load(): Promise<ValidatorModule> {
  try {
    return (loaded = await import('./raw-validator.ts'));
  } catch (cause) {
    throw new ConfigError({
      code: 'schema',
      what: 'The validator for raw JSON Schemas could not be loaded',
      fix: 'Install @cfworker/json-schema, a dependency of @pegboard/core.',
      cause,
    });
  }
}
