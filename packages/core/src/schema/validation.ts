/** What came of validating a value. On success `value` is what the schema made of it; a JSON Schema changes nothing. */
export type Validation =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly issues: readonly SchemaIssue[] };

/** One thing that is wrong with a value, in words for a model or a person. */
export interface SchemaIssue {
  /** `user.age`, `items[0]`; empty for the value itself. */
  readonly path: string;
  readonly message: string;
  /** What the schema asks for: type, allowed values, bounds. */
  readonly expected?: string;
  /** Type and a short excerpt of what was given. */
  readonly received?: string;
  /** The allowed name or value that was probably meant. */
  readonly nearest?: string;
}
