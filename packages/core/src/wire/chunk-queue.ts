import { Pulled, type Reject, type Resolve } from '../lib/pulled.ts';

/** How the queue steers whatever fills it. */
export interface ChunkSource {
  join(chunks: readonly Uint8Array[]): Uint8Array;
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
const now = Promise.resolve();

/** Pushed chunks as an async iterable: those that wait are read as one; the source is paused while `highWater` bytes or more wait. */
export function createChunkQueue(source: ChunkSource, highWater = 262_144): ChunkQueue {
  return new WaitingChunks(source, highWater);
}

/** A class: one is made for each request, and functions of its own would be made for it, too. */
class WaitingChunks extends Pulled<Uint8Array> implements ChunkQueue {
  readonly #source: ChunkSource;
  readonly #highWater: number;
  #waiting: Uint8Array[] = [];
  #bytes = 0;
  #paused = false;
  #collecting = false;
  #outcome: { readonly error?: unknown } | undefined;
  #reader: { resolve(result: Result): void; reject(reason: unknown): void } | undefined;

  constructor(source: ChunkSource, highWater: number) {
    super();
    this.#source = source;
    this.#highWater = highWater;
  }

  get chunks(): AsyncIterable<Uint8Array> {
    return this;
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this;
  }

  pull(resolve: Resolve<Uint8Array>, reject: Reject): void {
    const [chunk] = this.#waiting;
    if (chunk !== undefined) return resolve(this.#takeAll(chunk));
    this.#reader = { resolve, reject };
    if (this.#outcome) this.#settle(this.#outcome);
  }

  leave(): void {
    this.#waiting = [];
    if (this.#outcome === undefined) this.#source.leave();
    this.#settle({});
  }

  push(chunk: Uint8Array): void {
    if (this.#outcome !== undefined) return;
    // What comes in one go with it is read as one.
    if (this.#reader && !this.#collecting && this.#waiting.length === 0) void now.then(this.#tell);
    this.#waiting.push(chunk);
    this.#bytes += chunk.byteLength;
    if (!this.#paused && !this.#collecting && this.#bytes >= this.#highWater) {
      this.#paused = true;
      this.#source.pause();
    }
  }

  readonly #tell = (): void => {
    const [chunk] = this.#waiting;
    const reader = this.#reader;
    if (chunk === undefined || reader === undefined) return;
    this.#reader = undefined;
    reader.resolve(this.#takeAll(chunk));
  };

  end(): void {
    this.#settle({});
  }

  fail(error: unknown): void {
    this.#settle({ error });
  }

  abort(reason: unknown): void {
    this.#waiting = [];
    this.#outcome = undefined;
    this.#settle({ error: reason });
  }

  all(): Promise<readonly Uint8Array[]> {
    this.#collecting = true;
    if (this.#paused) this.#source.resume();
    return new Promise((resolve, reject) => {
      this.#reader = { resolve: () => resolve(this.#waiting), reject };
      if (this.#outcome) this.#settle(this.#outcome);
    });
  }

  #takeAll(chunk: Uint8Array): Result {
    const value = this.#waiting.length === 1 ? chunk : this.#source.join(this.#waiting);
    this.#waiting = [];
    this.#bytes = 0;
    if (this.#paused) {
      this.#paused = false;
      this.#source.resume();
    }
    return { done: false, value };
  }

  /** A reader is told of the end when it has all that came before it. */
  #settle(result: { readonly error?: unknown }): void {
    const outcome = (this.#outcome ??= result);
    if (this.#waiting.length > 0 && !this.#collecting) return;
    const reader = this.#reader;
    this.#reader = undefined;
    if (reader === undefined) return;
    if ('error' in outcome) reader.reject(outcome.error);
    else reader.resolve(finished);
  }
}
