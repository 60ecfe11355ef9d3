/** One thing about a call that was mended because the tool's schema left no doubt. */
export interface Repair {
  readonly kind: RepairKind;
  /** Where in the input: `user.age`, `items[0]`; empty for the whole. */
  readonly path: string;
  /** What was done, in a few words: `"2" to 2`. */
  readonly detail: string;
}

export type RepairKind =
  /** The tool's name was written differently: case, separators. */
  | 'name'
  /** A parameter's name was misspelt. */
  | 'parameter'
  /** JSON around or inside that was not JSON: fences, commas, quotes, literals, comments, control characters, escapes, keys, closers. */
  | 'fence'
  | 'comma'
  | 'quotes'
  | 'inner-quotes'
  | 'literal'
  | 'comment'
  | 'control-character'
  | 'escape'
  | 'unquoted'
  | 'number'
  | 'surplus'
  /** JSON text inside a string where a value belongs, or the whole arguments as one string. */
  | 'stringified'
  /** The arguments were inside another object. */
  | 'unwrapped'
  /** Another type that says the same: `"2"` for a number, `"a"` for `["a"]`, null for a parameter that may be left out. */
  | 'type'
  /** An allowed value in other case. */
  | 'enum'
  /** The user's `repairJson` was used. */
  | 'repair-json';

/** Why a call must not run. */
export type RecoveryCode =
  | 'malformed_call'
  | 'malformed_arguments'
  | 'arguments_not_object'
  | 'truncated'
  | 'too_large'
  | 'unknown_tool'
  | 'unknown_parameter'
  | 'invalid_arguments';

export interface RecoveryError {
  readonly code: RecoveryCode;
  /** For the model: what is wrong, expected and received, the nearest name, what to do. Short. */
  readonly message: string;
  /** Offset into the text that was read, in UTF-16 code units, where there is one place. */
  readonly position?: number;
  /** At most 80 characters of the text there. */
  readonly evidence?: string;
  /** The tool that was meant, when known. */
  readonly tool?: string;
}
