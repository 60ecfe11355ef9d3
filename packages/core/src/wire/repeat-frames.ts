import type { JsonValue } from '../contracts/json.ts';
import type { ModelEvent } from '../contracts/provider.ts';
import type { AnswerReader } from './codec.ts';

/** Reads frames that differ from the one before them in one text alone, without parsing the rest of them again. */
export interface RepeatedFrames {
  /** Reads events like the last one from `start` of the lines of an event stream; where it stopped, which may be at once. */
  readonly skip: (lines: string, start: number, out: ModelEvent[]) => number;
  /** False: it is another kind of frame, to be parsed. */
  readonly read: (data: string, out: ModelEvent[]) => boolean;
  /** A frame that was parsed and read: the next ones may be like it. */
  readonly learn: (data: string, frame: JsonValue, event: string) => void;
}

/** Hosts that put something new into every frame, such as padding, are left alone after so many tries. */
const patience = 8;

export function createRepeatedFrames(reader: AnswerReader): RepeatedFrames {
  /** What an event begins with, up to the text: its name as well. */
  let head = '';
  let before = '';
  let behind = '';
  let readText: ((text: string, out: ModelEvent[]) => void) | undefined;
  let misses = 0;
  let vain = 0;
  return {
    skip(lines, start, out) {
      if (readText === undefined || vain >= patience || !lines.startsWith(head, start)) return start;
      const tail = `${behind}\n\n`;
      const texts = lines.slice(start + head.length, Math.max(start + head.length, lines.lastIndexOf(tail)));
      let at = start;
      for (const written of texts.split(tail + head)) {
        const text = unescape(written);
        const end = at + head.length + written.length;
        if (text === undefined || !lines.startsWith(tail, end)) break;
        readText(text, out);
        at = end + tail.length;
      }
      vain = at === start ? vain + 1 : 0;
      return at;
    },
    read(data, out) {
      if (readText === undefined) return false;
      const text =
        data.length >= before.length + behind.length && data.startsWith(before) && data.endsWith(behind)
          ? unescape(data.slice(before.length, data.length - behind.length))
          : undefined;
      if (text === undefined) {
        readText = undefined;
        misses++;
        return false;
      }
      misses = 0;
      readText(text, out);
      return true;
    },
    learn(data, frame, event) {
      const piece = misses < patience ? reader.repeats?.(frame) : undefined;
      if (piece === undefined) return;
      const literal = JSON.stringify(piece.text);
      const at = data.indexOf(literal);
      // Text that stands in the frame twice could be the other one.
      if (at < 0 || data.includes(literal, at + 1)) return;
      before = data.slice(0, at + 1);
      head = `${event === '' ? '' : `event: ${event}\n`}data: ${before}`;
      behind = data.slice(at + literal.length - 1);
      readText = piece.read;
    },
  };
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
