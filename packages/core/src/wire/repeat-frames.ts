import type { JsonValue } from '../contracts/json.ts';
import type { ModelEvent } from '../contracts/provider.ts';
import type { AnswerReader, TextPiece } from './codec.ts';

/** Reads frames that differ from the one before them in one text alone, without parsing the rest of them again. */
export interface RepeatedFrames {
  /** Reads events like the last one from `start` of the lines of an event stream; where it stopped, which may be at once. */
  skip(lines: string, start: number, out: ModelEvent[]): number;
  /** False: it is another kind of frame, to be parsed. */
  read(data: string, out: ModelEvent[]): boolean;
  /** A frame that was parsed and read: the next ones may be like it. */
  learn(data: string, frame: JsonValue, event: string): void;
}

/** Hosts that put something new into every frame, such as padding, are left alone after so many tries. */
const patience = 8;

/** Frames of the shortest answers, which are over before anything is won. */
const few = 4;

export function createRepeatedFrames(reader: AnswerReader): RepeatedFrames {
  return new Repeated(reader);
}

/** A class: one is made for each answer, and functions of its own would be made for it, too. */
class Repeated implements RepeatedFrames {
  readonly #reader: AnswerReader;
  /** What an event begins with, up to the text: its name as well. */
  #head = '';
  #before = '';
  #behind = '';
  #readText: TextPiece['read'] | undefined;
  #parsed = 0;
  #misses = 0;
  #vain = 0;

  constructor(reader: AnswerReader) {
    this.#reader = reader;
  }

  skip(lines: string, start: number, out: ModelEvent[]): number {
    const head = this.#head;
    if (this.#readText === undefined || this.#vain >= patience || !lines.startsWith(head, start))
      return start;
    const tail = `${this.#behind}\n\n`;
    const texts = lines.slice(start + head.length, Math.max(start + head.length, lines.lastIndexOf(tail)));
    let at = start;
    for (const written of texts.split(tail + head)) {
      const text = unescape(written);
      const end = at + head.length + written.length;
      if (text === undefined || !lines.startsWith(tail, end)) break;
      this.#readText(text, out);
      at = end + tail.length;
    }
    this.#vain = at === start ? this.#vain + 1 : 0;
    return at;
  }

  read(data: string, out: ModelEvent[]): boolean {
    if (this.#readText === undefined) return false;
    const before = this.#before;
    const behind = this.#behind;
    const text =
      data.length >= before.length + behind.length && data.startsWith(before) && data.endsWith(behind)
        ? unescape(data.slice(before.length, data.length - behind.length))
        : undefined;
    if (text === undefined) {
      this.#readText = undefined;
      this.#misses++;
      return false;
    }
    this.#misses = 0;
    this.#readText(text, out);
    return true;
  }

  learn(data: string, frame: JsonValue, event: string): void {
    if (this.#parsed++ < few || this.#misses >= patience) return;
    const piece = this.#reader.repeats?.(frame);
    if (piece === undefined) return;
    const literal = JSON.stringify(piece.text);
    const at = data.indexOf(literal);
    // Text that stands in the frame twice could be the other one.
    if (at < 0 || data.includes(literal, at + 1)) return;
    this.#before = data.slice(0, at + 1);
    this.#head = `${event === '' ? '' : `event: ${event}\n`}data: ${this.#before}`;
    this.#behind = data.slice(at + literal.length - 1);
    this.#readText = piece.read;
  }
}

/** The text of what stands between two quotes of JSON; undefined where that is no text. */
function unescape(written: string): string | undefined {
  if (!written.includes('"') && !written.includes('\\')) return written;
  try {
    const text: unknown = JSON.parse(`"${written}"`);
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
}
