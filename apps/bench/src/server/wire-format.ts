import type { Plan } from './plan.ts';

/** How one API is spoken: what marks a tool result in a request, and what is answered at a step. */
export interface WireFormat {
  /** The end of the request's path. */
  readonly path: string;
  /** A key that stands once in a request for each tool result. */
  readonly resultMark: string;
  /** The whole answer, for a request that does not stream. */
  readonly json: (plan: Plan, step: number) => string;
  /** The events of a streamed answer, each as its text on the wire: the head, the deltas, the tail. */
  readonly events: (plan: Plan, step: number) => StreamedAnswer;
}

export interface StreamedAnswer {
  /** Sent as one network chunk each. */
  readonly head: readonly string[];
  /** Sent as `plan.perChunk` to a network chunk. */
  readonly deltas: readonly string[];
  readonly tail: readonly string[];
}

/** A text in pieces of so many characters. */
export function cut(text: string, chars: number): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += chars) pieces.push(text.slice(at, at + chars));
  return pieces;
}
