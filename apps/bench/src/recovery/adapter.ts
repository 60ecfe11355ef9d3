import type { BenchTool, CaseKind, CorpusCase, ExpectedCall } from './corpus.ts';

/** What a library made of one case. */
export interface Reading {
  /** The calls that it would execute, in order. */
  readonly calls: readonly ExpectedCall[];
  /** True: it reported that something was wrong with a call. */
  readonly refused: boolean;
  /** Its error code, if it has any. */
  readonly code?: string;
  /** The text that a user would see; absent if the library does not say. */
  readonly text?: string;
}

/** One library in the comparison. */
export interface Adapter {
  readonly name: string;
  readonly version: string;
  /** The cases that it can read at all. */
  readonly kinds: readonly CaseKind[];
  read(entry: CorpusCase, tools: readonly BenchTool[]): Reading | Promise<Reading>;
  /** Parses clean argument text, for the throughput; absent if it is no parser. */
  readonly parse?: (text: string) => unknown;
  /**
   * Takes argument text in deltas and gives the value at the end, as the library's users do it.
   * Throws once `performance.now()` is past `giveUpAt`.
   */
  readonly parseDeltas?: (deltas: readonly string[], giveUpAt: number) => unknown;
}
