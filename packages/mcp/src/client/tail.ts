/** The last of a text that goes on and on. */
export interface Tail {
  readonly add: (chunk: Uint8Array) => void;
  readonly text: () => string;
}

/** Keeps at most the last `max` characters. */
export function createTail(max: number): Tail {
  const decoder = new TextDecoder();
  let kept = '';
  return {
    add(chunk) {
      kept = (kept + decoder.decode(chunk, { stream: true })).slice(-max);
    },
    text: () => kept.toWellFormed().trim(),
  };
}
