import type { WireAnswer, WireCall } from './wire-format.ts';

/** A text answer in the pieces given. */
export function saying(...pieces: readonly string[]): WireAnswer {
  return { blocks: [{ type: 'text', pieces }] };
}

/** A tool call; the arguments in the pieces given. */
export function call(id: string, name: string, ...pieces: readonly string[]): WireCall {
  return { type: 'call', id, name, pieces };
}

/** An answer with these calls only. */
export function calling(...blocks: readonly WireCall[]): WireAnswer {
  return { blocks };
}
