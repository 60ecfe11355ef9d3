import type { JsonObject } from './json.ts';

/**
 * Standard Schema, version 1: what zod, Valibot, ArkType and others put under `~standard`.
 * Written out here so that core depends on no schema library. Source: https://standardschema.dev
 */
export interface StandardSchemaV1<Input = unknown, Output = Input> {
  readonly '~standard': StandardProps<Input, Output>;
}

export interface StandardProps<Input = unknown, Output = Input> {
  readonly version: 1;
  readonly vendor: string;
  readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
  /** Standard JSON Schema: present in zod >= 4.2, ArkType >= 2.1.28, Valibot through `@valibot/to-json-schema`. */
  readonly jsonSchema?: StandardJsonSchemaConverter | undefined;
}

export interface StandardJsonSchemaConverter {
  readonly input: (options: { readonly target: string }) => Record<string, unknown>;
  readonly output: (options: { readonly target: string }) => Record<string, unknown>;
}

export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

export interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** A JSON Schema of draft 2020-12. `jsonSchema<T>()` attaches the TypeScript type that it describes. */
export type JsonSchema = JsonObject;

/** A raw JSON Schema that carries the type of its values; made by `jsonSchema<T>()`. */
export interface TypedJsonSchema<T> {
  readonly '~jsonSchema': JsonSchema;
  readonly '~type'?: T;
}

/** Everything that `input` and `output` accept: a Standard Schema, a typed or a plain JSON Schema. */
export type AnySchema = StandardSchemaV1<unknown, unknown> | TypedJsonSchema<unknown> | JsonSchema;

/** A schema whose values are of type `T` once they are validated. A plain JSON Schema says nothing of it. */
export type SchemaOf<T> = StandardSchemaV1<unknown, T> | TypedJsonSchema<T> | JsonSchema;

/**
 * The type after validation: what `execute` receives.
 * Reads zod's `_output` before the Standard Schema types, which costs the compiler a fraction of the work.
 */
export type InferOutput<S> = S extends { readonly _output: unknown }
  ? S['_output']
  : S extends { readonly '~type'?: infer T; readonly '~jsonSchema': unknown }
    ? T
    : S extends { readonly '~standard': { readonly types?: { readonly output: infer O } | undefined } }
      ? O
      : JsonObject;

/** The type before validation: what a caller, or the model, must write. */
export type InferInput<S> = S extends { readonly _input: unknown }
  ? S['_input']
  : S extends { readonly '~type'?: infer T; readonly '~jsonSchema': unknown }
    ? T
    : S extends { readonly '~standard': { readonly types?: { readonly input: infer I } | undefined } }
      ? I
      : JsonObject;
