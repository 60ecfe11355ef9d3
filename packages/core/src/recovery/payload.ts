import type { Dialect } from './dialect.ts';
import { createPayloadScanner, type PayloadEnd, type PayloadScanner } from './payload-scanner.ts';
import type { ReadableTool } from './text-call.ts';

/** Most characters of a payload's beginning that decide whether it is a call. */
const maxHead = 300;

/** A payload that is being received, its opener left out unless the dialect keeps it. */
export class Payload {
  readonly dialect: Dialect;
  readonly opener: string;
  /** Offset of the opener in the text. */
  readonly position: number;
  /** Whether it is a call at all; undefined while it cannot be told. */
  plausible: boolean | undefined;
  readonly #scanner: PayloadScanner;
  #pieces: string[] = [];
  #length = 0;
  /** Characters that the scanner has seen. */
  #scanned = 0;
  /** Characters that were released already. */
  #released = 0;
  /** How long a beginning the dialect was asked about. */
  #asked = 0;

  constructor(dialect: Dialect, opener: string, position: number) {
    this.dialect = dialect;
    this.opener = opener;
    this.position = position;
    this.#scanner = createPayloadScanner(dialect.extent);
    this.plausible = dialect.maybe ? undefined : true;
  }

  get jsonDone(): boolean {
    return this.#scanner.jsonDone;
  }

  add(chunk: string): void {
    this.#pieces.push(chunk);
    this.#length += chunk.length;
  }

  /** Asks for every beginning in turn, so that the answer does not depend on how the text was cut. False: not decided yet. */
  decide(tools: ReadonlyMap<string, ReadableTool>): boolean {
    if (this.plausible !== undefined) return true;
    const text = this.#joined();
    const longest = Math.min(text.length, maxHead);
    while (this.plausible === undefined && this.#asked < longest) {
      this.plausible = this.dialect.maybe?.(text.slice(0, ++this.#asked), tools);
    }
    if (this.plausible === undefined && this.#asked >= maxHead) this.plausible = false;
    return this.plausible !== undefined;
  }

  /** Looks for the end in what has been added since the last time. */
  scan(): PayloadEnd | undefined {
    const fresh = this.#scanned === 0 ? this.#joined() : (this.#pieces.at(-1) ?? '');
    this.#scanned = this.#length;
    return this.#scanner.push(fresh);
  }

  /** The text is over. */
  finish(): PayloadEnd | undefined {
    return (this.#scanned < this.#length ? this.scan() : undefined) ?? this.#scanner.finish();
  }

  /** What has come so far, the opener left out. Nothing is put together: the text may be long, and this may happen often. */
  behindOpener(): string {
    const text = this.#joined();
    return this.dialect.keepOpener ? text.slice(this.opener.length) : text;
  }

  /** What has come so far, as it stood in the text; the payload goes on behind it. */
  release(): string {
    const text = this.#ownOpener() + this.#joined();
    this.#released = this.#length;
    this.#pieces = [];
    return text;
  }

  /** Takes the payload apart at its end; without one it goes to the end of the text. */
  split(end: PayloadEnd | undefined): {
    readonly text: string;
    readonly whole: string;
    readonly rest: string;
  } {
    const raw = this.#joined();
    const consumed = end ? end.consumed - this.#released : raw.length;
    const text = raw.slice(0, end ? end.length - this.#released : raw.length);
    return { text, whole: this.#ownOpener() + raw.slice(0, consumed), rest: raw.slice(consumed) };
  }

  #ownOpener(): string {
    return this.dialect.keepOpener || this.#released > 0 ? '' : this.opener;
  }

  #joined(): string {
    const [only = ''] = this.#pieces;
    const text = this.#pieces.length === 1 ? only : this.#pieces.join('');
    this.#pieces = [text];
    return text;
  }
}
