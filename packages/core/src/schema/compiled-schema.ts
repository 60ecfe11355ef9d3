import type { Awaitable } from '../contracts/json.ts';
import type { JsonSchema } from '../contracts/standard-schema.ts';
import type { Validation } from './validation.ts';

/** A schema made ready: what a model is shown of it, and how values are judged. */
export interface CompiledSchema {
  /** Draft 2020-12, the input side; rendered when first read. Throws `ConfigError` when the schema has none. */
  readonly jsonSchema: JsonSchema;
  /**
   * Synchronous where the library is. A raw JSON Schema answers with a promise until its validator is loaded.
   * Throws what the library throws, and `ConfigError` for a broken JSON Schema.
   */
  validate(value: unknown): Awaitable<Validation>;
}
