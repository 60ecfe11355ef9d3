import { PegboardError } from '../errors/pegboard-error.ts';

export interface LineOptions {
  /** The most characters of one line, or of one event. Default 64 Mi: enough for an image in base64. */
  readonly maxChars?: number;
}

export const defaultMaxChars = 67_108_864;

export interface LineBuffer {
  /** The text of all lines that are complete now, each ended by `\n`; empty when there is none. */
  push(bytes: Uint8Array): string;
  /** The last line, when it lacks its end. */
  end(): string;
}

/**
 * Turns bytes into whole lines: takes LF, CRLF and CR, drops a byte order mark, joins characters that were split.
 * Each chunk is decoded once and the work is linear however a long line is cut. Throws `invalid-response` for a line without end.
 */
export function createLineBuffer({ maxChars = defaultMaxChars }: LineOptions = {}): LineBuffer {
  return new Lines(maxChars);
}

const encoding = ['utf-8', { ignoreBOM: true }] as const;

/** For chunks that end with a whole character, as most do: to remember a part of one costs more than to decode. */
const decoder = new TextDecoder(...encoding);

class Lines implements LineBuffer {
  readonly #maxChars: number;
  #begun = false;
  /** Since a chunk has ended within a character. */
  #decoder: TextDecoder | undefined;
  #rest = '';
  #afterCarriageReturn = false;

  constructor(maxChars: number) {
    this.#maxChars = maxChars;
  }

  push(bytes: Uint8Array): string {
    if ((bytes.at(-1) ?? 0) > 127) this.#decoder ??= new TextDecoder(...encoding);
    return this.#add(this.#decoder?.decode(bytes, { stream: true }) ?? decoder.decode(bytes));
  }

  end(): string {
    return this.#add(this.#decoder?.decode() ?? '') + this.#release('');
  }

  #add(decoded: string): string {
    const text = this.#normalize(decoded);
    const end = text.lastIndexOf('\n') + 1;
    const lines = end === 0 ? '' : this.#release(text.slice(0, end));
    // A string that grows is put together once, when it is read.
    this.#rest += text.slice(end);
    if (this.#rest.length > this.#maxChars) throw tooLong(this.#maxChars);
    return lines;
  }

  #normalize(decoded: string): string {
    if (decoded === '') return '';
    const mark = this.#begun
      ? this.#afterCarriageReturn && decoded.startsWith('\n')
      : decoded.startsWith('\uFEFF');
    const text = mark ? decoded.slice(1) : decoded;
    this.#begun = true;
    this.#afterCarriageReturn = text.endsWith('\r');
    return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  }

  #release(text: string): string {
    const lines = this.#rest + text;
    this.#rest = '';
    return lines;
  }
}

export function tooLong(maxChars: number): PegboardError {
  return new PegboardError({
    code: 'invalid-response',
    what: `The answer holds a line of more than ${maxChars} characters`,
    fix: 'Check that the URL is the one of a model API',
  });
}
