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
  const decoder = new TextDecoder();
  let rest: string[] = [];
  let restChars = 0;
  let afterCarriageReturn = false;

  const normalize = (text: string): string => {
    let lines = text;
    if (afterCarriageReturn && text !== '') {
      afterCarriageReturn = false;
      if (text.charCodeAt(0) === 10) lines = text.slice(1);
    }
    if (!lines.includes('\r')) return lines;
    afterCarriageReturn = lines.endsWith('\r');
    return lines.replace(/\r\n?/g, '\n');
  };
  const keep = (text: string): void => {
    if (text === '') return;
    rest.push(text);
    restChars += text.length;
    if (restChars > maxChars) throw tooLong(maxChars);
  };
  const release = (text: string): string => {
    if (rest.length === 0) return text;
    rest.push(text);
    const lines = rest.join('');
    rest = [];
    restChars = 0;
    return lines;
  };
  const add = (decoded: string): string => {
    const text = normalize(decoded);
    const end = text.lastIndexOf('\n') + 1;
    const lines = end === 0 ? '' : release(text.slice(0, end));
    keep(end === 0 ? text : text.slice(end));
    return lines;
  };
  return {
    push: (bytes) => add(decoder.decode(bytes, { stream: true })),
    end() {
      const lines = add(decoder.decode());
      return lines + release('');
    },
  };
}

export function tooLong(maxChars: number): PegboardError {
  return new PegboardError({
    code: 'invalid-response',
    what: `The answer holds a line of more than ${maxChars} characters`,
    fix: 'Check that the URL is the one of a model API',
  });
}
