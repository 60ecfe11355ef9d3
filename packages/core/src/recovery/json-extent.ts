/**
 * Finds where a JSON value ends, character by character, so that it can be fed in pieces. It takes what models write for JSON as well:
 * single quotes, comments, raw newlines. A quote opens a string only where a key or a value may begin, so that a stray one does no harm.
 */
export class JsonExtent {
  /** A value has been read, and no other has begun. */
  done = false;
  #depth = 0;
  #quote = 0;
  #escaped = false;
  #comment: 'line' | 'block' | undefined;
  /** The last character that was no blank and not inside a string. */
  #last = 0;
  #lastRaw = 0;

  get inString(): boolean {
    return this.#quote !== 0;
  }

  /** Reads `text` from `from` on; gives the index behind the value's last character, or -1 when it has not ended. */
  push(text: string, from = 0): number {
    for (let at = from; at < text.length; at++) {
      this.#step(text.charCodeAt(at));
      if (this.done) return at + 1;
    }
    return -1;
  }

  /** Reads all of `text`, also behind the value's end, where another may begin. */
  pushAll(text: string): void {
    for (let at = 0; at < text.length; at++) this.#step(text.charCodeAt(at));
  }

  #step(code: number): void {
    if (this.#quote !== 0) this.#inString(code);
    else if (this.#comment) this.#inComment(code);
    else this.#outside(code);
    this.#lastRaw = code;
  }

  #inString(code: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (code === backslash) this.#escaped = true;
    else if (code === this.#quote) {
      this.#quote = 0;
      this.#last = code;
    }
  }

  #inComment(code: number): void {
    const ends = this.#comment === 'line' ? code === newline : code === slash && this.#lastRaw === star;
    if (ends) this.#comment = undefined;
  }

  #outside(code: number): void {
    if (code <= 32) return;
    if (this.#lastRaw === slash && (code === slash || code === star))
      this.#comment = code === slash ? 'line' : 'block';
    else if (code === doubleQuote || code === singleQuote) this.#openString(code);
    else if (code === openBrace || code === openBracket) {
      this.#depth++;
      this.done = false;
    } else if (code === closeBrace || code === closeBracket) {
      this.#depth = Math.max(0, this.#depth - 1);
      this.done = this.#depth === 0;
    }
    this.#last = code;
  }

  #openString(code: number): void {
    const last = this.#last;
    if (
      last === openBrace ||
      last === openBracket ||
      last === comma ||
      last === colon ||
      last === openParen ||
      last === equals
    ) {
      this.#quote = code;
    }
  }
}

const [newline, doubleQuote, singleQuote, openParen, star, comma, slash, colon, equals] = [
  10, 34, 39, 40, 42, 44, 47, 58, 61,
];
const [openBracket, backslash, closeBracket, openBrace, closeBrace] = [91, 92, 93, 123, 125];
