import type { BenchTool, ExpectedCall } from '../corpus.ts';

/** The part of `@pegboard/core/recovery` that is measured. */
export interface RecoveryDoor {
  readToolCalls(text: string, options: ReadOptions): CallsReading | Promise<CallsReading>;
  readArguments(
    text: string,
    tool: BenchTool,
    options?: FinishOption,
  ): ArgumentsReading | Promise<ArgumentsReading>;
  createToolCallReader(options: { readonly tools: readonly BenchTool[] }): CallReader;
}

export interface FinishOption {
  readonly finish?: 'stop' | 'length';
}

export interface ReadOptions extends FinishOption {
  readonly tools: readonly BenchTool[];
}

export interface CallsReading {
  readonly outcome: 'calls' | 'none' | 'error' | 'partial';
  readonly calls: readonly ExpectedCall[];
  readonly text: string;
  readonly reasoning?: string;
  readonly error?: { readonly code: string; readonly message: string };
}

export type ArgumentsReading =
  | { readonly ok: true; readonly input: ExpectedCall['input'] }
  | { readonly ok: false; readonly error: { readonly code: string; readonly message: string } };

export interface CallReader {
  push(chunk: string): string;
  end(options?: FinishOption): CallsReading | Promise<CallsReading>;
}

/** Loads the door; undefined while core does not have it. */
export async function loadRecoveryDoor(): Promise<RecoveryDoor | undefined> {
  // Not a literal, so that this package compiles whether or not the door exists.
  const door: string = '@pegboard/core/recovery';
  try {
    return (await import(door)) as RecoveryDoor;
  } catch (error) {
    if (isMissingDoor(error)) return undefined;
    throw error;
  }
}

function isMissingDoor(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_PACKAGE_PATH_NOT_EXPORTED';
}
