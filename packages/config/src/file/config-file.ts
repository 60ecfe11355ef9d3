import type { Path } from '../lib/path.ts';

/** What a file says, as plain values, and where in it each stands. */
export interface ConfigFile {
  /** Absolute. */
  readonly path: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** The place of the value at `path`, or of the nearest thing around it; absent for formats that are code. Counted from 1. */
  readonly placeOf?: (path: Path) => Place | undefined;
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Names of configuration files, in the order in which errors list them. */
export const configNames: readonly string[] = ['ts', 'mts', 'js', 'mjs', 'json', 'jsonc', 'yaml', 'yml'].map(
  (extension) => `pegboard.config.${extension}`,
);
