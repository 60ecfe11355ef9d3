import type { AnySchema, JsonSchema, StandardSchemaV1 } from '../contracts/standard-schema.ts';
import { ConfigError } from '../errors/config-error.ts';
import { isJsonObject } from '../lib/json.ts';
import { compileRaw } from './compile-raw.ts';
import { compileStandard } from './compile-standard.ts';
import type { CompiledSchema } from './compiled-schema.ts';
import { describeValue } from './describe-value.ts';

export type { CompiledSchema } from './compiled-schema.ts';

const compiled = new WeakMap<object, CompiledSchema>();

/** Makes any schema ready for use, once per schema object. Throws `ConfigError` for what is no schema. */
export function compileSchema(schema: AnySchema): CompiledSchema {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const made = compile(schema);
  compiled.set(schema, made);
  return made;
}

function compile(schema: unknown): CompiledSchema {
  if (isStandard(schema)) return compileStandard(schema);
  if (!isJsonObject(schema)) throw noSchema(`got ${describeValue(schema)}`);
  const raw = Object.hasOwn(schema, '~jsonSchema') ? schema['~jsonSchema'] : schema;
  if (!isJsonObject(raw)) throw noSchema(`got ${describeValue(raw)}`);
  refuseLookalikes(raw);
  return compileRaw(raw);
}

/** Libraries make their schemas as objects or as functions. */
function isReference(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function isStandard(value: unknown): value is StandardSchemaV1<unknown, unknown> {
  if (!isReference(value) || !('~standard' in value)) return false;
  const standard = value['~standard'];
  return isReference(standard) && 'validate' in standard && typeof standard.validate === 'function';
}

/** Things that people pass by mistake and that would be accepted as an empty JSON Schema. */
function refuseLookalikes(schema: JsonSchema): void {
  const keys = Object.keys(schema);
  const inner = keys.find((key) => isStandard(schema[key]));
  if (inner !== undefined) {
    throw noSchema(
      `"${inner}" holds a schema, the object around it is none`,
      'Write z.object({ … }) around the fields.',
    );
  }
  if ('_def' in schema || 'parse' in schema || 'safeParse' in schema) {
    throw noSchema(
      'it looks like one of an older zod',
      'Install zod >= 4.2, or pass `jsonSchema<T>({ … })`.',
    );
  }
  if (keys.length > 0 && !keys.some((key) => schemaKeyword.test(key))) {
    throw noSchema(
      `an ${describeValue(schema)}`,
      'A JSON Schema of fields is { "type": "object", "properties": { … } }.',
    );
  }
}

/** The beginnings of all keywords of draft 2020-12. */
const schemaKeyword =
  /^(\$|type|enum|const|prop|requ|items|prefixI|additionalP|patt|uneval|depend|m(in|ax)[ILP]|m(in|ax)imum|unique|exclusiveM|multipleOf|allOf|anyOf|oneOf|not$|if$|then$|else$|title|desc|def|ex|format)/;

function noSchema(evidence: string, fix?: string): ConfigError {
  return new ConfigError({
    code: 'schema',
    what: 'This is not a schema',
    evidence,
    fix: fix ?? 'Pass a zod schema (z.object({ … })), another Standard Schema, or a JSON Schema object.',
  });
}
