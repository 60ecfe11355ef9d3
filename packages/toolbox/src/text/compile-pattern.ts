import { RE2JS, RE2JSException } from 're2js';

export interface PatternFlags {
  readonly ignoreCase: boolean;
  readonly multiline?: boolean;
}

/** Why a pattern cannot be used: the line of the engine, about the pattern as it was given. */
export interface BadPattern {
  readonly reason: string;
}

/** A pattern of a model for the engine whose time grows with the text and nothing else. */
export function compilePattern(
  pattern: string,
  { ignoreCase, multiline = false }: PatternFlags,
): RE2JS | BadPattern {
  const flags = (ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) | (multiline ? RE2JS.MULTILINE : 0);
  try {
    // The engine writes flags into the pattern, and then into what it says of it.
    RE2JS.compile(pattern);
    return RE2JS.compile(pattern, flags);
  } catch (error) {
    if (error instanceof RE2JSException) return { reason: error.message };
    throw error;
  }
}
