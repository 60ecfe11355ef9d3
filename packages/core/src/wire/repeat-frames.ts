import type { JsonValue } from '../contracts/json.ts';
import type { ModelEvent } from '../contracts/provider.ts';
import type { AnswerReader } from './codec.ts';

/** Reads frames that differ from the one before them in one text alone, without parsing the rest of them again. */
export interface RepeatedFrames {
  /** False: it is another kind of frame, to be parsed. */
  readonly read: (data: string, out: ModelEvent[]) => boolean;
  /** A frame that was parsed and read: the next ones may be like it. */
  readonly learn: (data: string, frame: JsonValue) => void;
}

/** Hosts that put something new into every frame, such as padding, are left alone after so many tries. */
const patience = 8;

export function createRepeatedFrames(reader: AnswerReader): RepeatedFrames {
  let before = '';
  let behind = '';
  let readText: ((text: string, out: ModelEvent[]) => void) | undefined;
  let misses = 0;
  return {
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
    learn(data, frame) {
      const piece = misses < patience ? reader.repeats?.(frame) : undefined;
      if (piece === undefined) return;
      const literal = JSON.stringify(piece.text);
      const at = data.indexOf(literal);
      // Text that stands in the frame twice could be the other one.
      if (at < 0 || data.includes(literal, at + 1)) return;
      before = data.slice(0, at + 1);
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
