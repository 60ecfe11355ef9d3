import type { Awaitable } from '../contracts/json.ts';
import type { JsonSchema } from '../contracts/standard-schema.ts';
import { ConfigError } from '../errors/config-error.ts';
import type { CompiledSchema } from './compiled-schema.ts';
import { prepareRaw } from './prepare-raw.ts';
import { createRawValidator, type ValidatorModule } from './raw-validator.ts';
import type { Validation } from './validation.ts';

/** A raw JSON Schema. Its validator is loaded when the first value is validated; from then on the answers are synchronous. */
export function compileRaw(schema: JsonSchema): CompiledSchema {
  const prepared = prepareRaw(schema);
  let judge: ((value: unknown) => Validation) | undefined;
  const apply = (library: ValidatorModule, value: unknown): Validation =>
    (judge ??= createRawValidator(library, prepared))(value);
  return {
    jsonSchema: schema,
    validate(value): Awaitable<Validation> {
      return loaded === undefined ? load().then((library) => apply(library, value)) : apply(loaded, value);
    },
  };
}

let loaded: ValidatorModule | undefined;

async function load(): Promise<ValidatorModule> {
  try {
    return (loaded = await import('@cfworker/json-schema'));
  } catch (cause) {
    throw new ConfigError({
      code: 'schema',
      what: 'The validator for raw JSON Schemas could not be loaded',
      fix: 'Install @cfworker/json-schema, a dependency of @pegboard/core.',
      cause,
    });
  }
}
