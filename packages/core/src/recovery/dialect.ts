import type { PayloadReading, ReadableTool } from './text-call.ts';

/** One way in which models write tool calls as text. To add one, write such an object in `dialects/` and list it there. */
export interface Dialect {
  readonly name: string;
  /** The literal texts that begin a payload. None may be the beginning of another dialect's. */
  readonly open: readonly string[];
  /** Only at the beginning of a line. */
  readonly atLineStart?: boolean;
  /** The opener belongs to the payload. */
  readonly keepOpener?: boolean;
  /** A call only if nothing but blanks and further calls follow: what looks the same may be an example or an answer. */
  readonly tentative?: boolean;
  /** What turns out to be no call is text to the end of its extent, whatever it holds. */
  readonly opaque?: boolean;
  readonly extent: Extent;
  /** Tells early, from the beginning of the payload, that it is no call; `undefined`: cannot tell yet. It is asked for at most 300 characters. */
  maybe?(head: string, tools: ReadonlyMap<string, ReadableTool>): boolean | undefined;
  /** Reads a whole payload, the opener and the closer left out. */
  read(payload: string, ctx: DialectContext): PayloadReading;
}

/**
 * Where a payload ends.
 * `tagged`: at the first of the closers that is not inside a JSON string. `json`: with the one JSON value that it holds, after whatever
 * header. `rest`: with the text, or at the first of the closers; `keepClose` leaves the closer to what follows.
 */
export type Extent =
  | { readonly kind: 'tagged'; readonly close: readonly string[] }
  | { readonly kind: 'json' }
  | { readonly kind: 'rest'; readonly close: readonly string[]; readonly keepClose?: boolean };

export interface DialectContext {
  /** The opener that was found. */
  readonly opener: string;
  readonly tools: ReadonlyMap<string, ReadableTool>;
  /** The payload ended because the text did. */
  readonly unterminated: boolean;
}
