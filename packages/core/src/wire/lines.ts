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

/** For chunks that end with a whole character, as most do: to remember a part of one costs more than to decode. */
const decoder = new TextDecoder();
const decoderWithMark = new TextDecoder('utf-8', { ignoreBOM: true });

class Lines implements LineBuffer {
  readonly #maxChars: number;
  #begun = false;
  /** Since a chunk has ended within a character. */
  #decoder: TextDecoder | undefined;
  #rest: string[] = [];
  #restChars = 0;
  #afterCarriageReturn = false;

  constructor(maxChars: number) {
    this.#maxChars = maxChars;
  }

  push(bytes: Uint8Array): string {
    const cut = (bytes.at(-1) ?? 0) > 127;
    if (cut) this.#decoder ??= new TextDecoder('utf-8', { ignoreBOM: this.#begun });
    const text = this.#decoder
      ? this.#decoder.decode(bytes, { stream: true })
      : (this.#begun ? decoderWithMark : decoder).decode(bytes);
    this.#begun ||= bytes.length > 0;
    return this.#add(text);
  }

  end(): string {
    const lines = this.#add(this.#decoder?.decode() ?? '');
    return lines + this.#release('');
  }

  #add(decoded: string): string {
    const text = this.#normalize(decoded);
    const end = text.lastIndexOf('\n') + 1;
    const lines = end === 0 ? '' : this.#release(text.slice(0, end));
    this.#keep(end === 0 ? text : text.slice(end));
    return lines;
  }

  #normalize(text: string): string {
    let lines = text;
    if (this.#afterCarriageReturn && text !== '') {
      this.#afterCarriageReturn = false;
      if (text.charCodeAt(0) === 10) lines = text.slice(1);
    }
    if (!lines.includes('\r')) return lines;
    this.#afterCarriageReturn = lines.endsWith('\r');
    return lines.replace(/\r\n?/g, '\n');
  }

  #keep(text: string): void {
    if (text === '') return;
    this.#rest.push(text);
    this.#restChars += text.length;
    if (this.#restChars > this.#maxChars) throw tooLong(this.#maxChars);
  }

  #release(text: string): string {
    if (this.#rest.length === 0) return text;
    const lines = [...this.#rest, text].join('');
    this.#rest = [];
    this.#restChars = 0;
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
