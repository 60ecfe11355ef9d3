import type { JsonSchema } from './standard-schema.ts';

/**
 * The part of JSON Schema that one API takes, as plain data. Only `name` and `keywords` must be there; what is left out means
 * "as in JSON Schema". A keyword that is not kept is written another way where one is kept (`const` as `enum`, `oneOf` as `anyOf`,
 * `allOf` merged, `definitions` as `$defs`, `prefixItems` as `items`), and otherwise lost with a note.
 */
export interface SchemaDialect {
  /** Such as `openai.strict`: for messages. */
  readonly name: string;
  /** The keywords that may be sent. Not in the list: dropped. */
  readonly keywords: 'all' | readonly string[];
  /** The values of `format` that may be sent. Default: all. */
  readonly formats?: readonly string[];
  /** The root says `type: object`. A schema that takes no object is impossible. */
  readonly objectRoot?: boolean;
  /** With `objectRoot`: keywords that must not stand there. `anyOf`, `oneOf` and `allOf` are merged into one object there, others are dropped. */
  readonly notAtRoot?: readonly string[];
  /** `inline`: each reference is replaced by what it refers to. Default `keep`. */
  readonly refs?: 'keep' | 'inline';
  /** Beside `$ref` stand only keywords that begin with `$`. */
  readonly lonelyRefs?: boolean;
  /**
   * References to a schema from within it. `optional`: only in properties that are not required. `cut`: what lies deeper is anything
   * of the same type; inlined references are always cut. Default `keep`.
   */
  readonly recursion?: 'keep' | 'optional' | 'cut' | 'impossible';
  /** How `type: ['string', 'null']` is written; `nullable` is the keyword of OpenAPI 3.0. Default `keep`. */
  readonly typeLists?: 'keep' | 'anyOf' | 'nullable';
  /** Schemas that are `true` or `false` are written as objects. `additionalProperties` may be boolean all the same. */
  readonly noBooleanSchemas?: boolean;
  /** Every schema says a type, a reference, alternatives or values; one that does not is impossible. */
  readonly noUntyped?: boolean;
  /** Every object says `additionalProperties: false`. One that is silent is closed; one that is open on purpose is impossible. */
  readonly closedObjects?: boolean;
  /** Every property is required; a schema with an optional one is impossible. */
  readonly allRequired?: boolean;
  /** Every array says what its items are. */
  readonly itemsNeeded?: boolean;
  /** The JSON types that values of `enum` may have. Default: all. */
  readonly enumTypes?: readonly ('string' | 'number' | 'boolean' | 'null' | 'array' | 'object')[];
  /** The highest `minItems` that may be sent. */
  readonly highestMinItems?: number;
  /** A regular expression for names of properties. Of the others, optional ones are dropped, required ones make the schema impossible. */
  readonly propertyNames?: string;
  /** What becomes of constraints that are lost: `describe` puts them into the description as words. Default `drop`. */
  readonly lost?: 'describe' | 'drop';
  /** A schema beyond one of them is impossible. */
  readonly limits?: DialectLimits;
}

export interface DialectLimits {
  /** Schemas inside schemas; the root is level 0. */
  readonly levels?: number;
  readonly properties?: number;
  readonly optionalProperties?: number;
  /** Schemas with `anyOf` or a list of types. */
  readonly unions?: number;
  readonly enumValues?: number;
  /** Names of properties and definitions, and values of `enum` and `const`, together. */
  readonly characters?: number;
  /** Of the values of one enum that has more than `values`. */
  readonly longEnum?: { readonly values: number; readonly characters: number };
}

/** What a schema became for one dialect. */
export interface DialectResult {
  /**
   * `accepted`: it says all that the original says; the same object if nothing had to change. `adapted`: something is lost, and the notes
   * say what. `impossible`: the first note says why, and `schema` is the loosest that the dialect takes.
   */
  readonly status: 'accepted' | 'adapted' | 'impossible';
  readonly schema: JsonSchema;
  readonly notes: readonly DialectNote[];
}

export interface DialectNote {
  /** Where in the original schema: `#/properties/city`. */
  readonly place: string;
  readonly what: string;
  /** True where the schema now takes less than the original: an object that was silent about other members is closed. */
  readonly narrower?: true;
}

/** What becomes of one tool's input schema at one provider. */
export interface SchemaFit {
  readonly tool: string;
  readonly provider: string;
  /** Name of the part of JSON Schema that the provider's API takes. */
  readonly dialect: string;
  /** `adapted`: not all of it is told to the model. `impossible`: nothing is. Arguments are checked against all of it in any case. */
  readonly status: 'accepted' | 'adapted' | 'impossible';
  /** What is lost, and where. */
  readonly notes: readonly DialectNote[];
}
