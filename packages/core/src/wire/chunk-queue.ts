import { joinBytes } from './joined-json.ts';

/** How the queue steers whatever fills it. */
export interface ChunkSource {
  pause(): void;
  resume(): void;
  /** The reader left before the end. */
  leave(): void;
}

export interface ChunkQueue {
  push(chunk: Uint8Array): void;
  end(): void;
  /** What was pushed before is still handed on, then the reader gets the error. */
  fail(error: unknown): void;
  /** The reader gets the reason at once. */
  abort(reason: unknown): void;
  /** For one reader, which asks for the next chunk when it has the last one. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** All chunks, once the last has come: for a reader that wants no piece of them before. */
  all(): Promise<readonly Uint8Array[]>;
}

type Result = IteratorResult<Uint8Array>;

const finished: Result = { done: true, value: undefined };

/** Pushed chunks as an async iterable: those that wait are read as one; the source is paused while `highWater` bytes or more wait. */
export function createChunkQueue(source: ChunkSource, highWater = 262_144): ChunkQueue {
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  let paused = false;
  let outcome: { readonly error?: unknown } | undefined;
  let reader: { resolve(result: Result): void; reject(reason: unknown): void } | undefined;
  let collecting = false;

  const settle = (result: { readonly error?: unknown }): void => {
    outcome ??= result;
    const waitingReader = reader;
    reader = undefined;
    if (waitingReader === undefined) return;
    if ('error' in outcome) waitingReader.reject(outcome.error);
    else waitingReader.resolve(finished);
  };
  const takeAll = (chunk: Uint8Array): Result => {
    const value = waiting.length === 1 ? chunk : joinBytes(waiting);
    waiting = [];
    bytes = 0;
    if (paused) {
      paused = false;
      source.resume();
    }
    return { done: false, value };
  };
  const iterator: AsyncIterator<Uint8Array> = {
    next() {
      const [chunk] = waiting;
      if (chunk !== undefined) return Promise.resolve(takeAll(chunk));
      if (outcome === undefined) return new Promise((resolve, reject) => (reader = { resolve, reject }));
      return 'error' in outcome ? Promise.reject(outcome.error) : Promise.resolve(finished);
    },
    return() {
      waiting = [];
      if (outcome === undefined) source.leave();
      settle({});
      return Promise.resolve(finished);
    },
  };
  return {
    push(chunk) {
      if (outcome !== undefined) return;
      if (reader !== undefined && !collecting) {
        reader.resolve({ done: false, value: chunk });
        reader = undefined;
        return;
      }
      waiting.push(chunk);
      bytes += chunk.byteLength;
      if (!paused && !collecting && bytes >= highWater) {
        paused = true;
        source.pause();
      }
    },
    end: () => settle({}),
    fail: (error) => settle({ error }),
    abort(reason) {
      waiting = [];
      outcome = undefined;
      settle({ error: reason });
    },
    chunks: { [Symbol.asyncIterator]: () => iterator },
    all() {
      collecting = true;
      if (paused) source.resume();
      return new Promise((resolve, reject) => {
        reader = { resolve: () => resolve(waiting), reject };
        if (outcome) settle(outcome);
      });
    },
  };
}
