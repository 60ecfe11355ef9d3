export interface CleanOptions {
  /** Characters after which a text is cut. Default: no limit. */
  readonly maxChars?: number;
  /** Composes letters and accents (NFC). Default true. */
  readonly normalize?: boolean;
}

/** Marks with which chat templates of models part their messages. */
const templateMarks =
  /<\|(?:im_start|im_end|system|user|assistant|endoftext|start_header_id|end_header_id|eot_id|eom_id|begin_of_text|end_of_text|endofprompt|fim_(?:prefix|middle|suffix)|start|end|message|channel|return|call)\|>|\[\/?INST\]|<<\/?SYS>>|<\/?s>(?=\s*\[\/?INST\])/gi;

/** Sequences with which terminals are controlled. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const terminal = /\u001b(?:\[[\d;?]*[ -/]*[@-~]|\][^\u0007\u001b]{0,2000}(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

/** Soft hyphens, fillers, marks of direction, invisible operators. Marks that stand alone here are meant. */
const invisible =
  // oxlint-disable-next-line no-misleading-character-class -- single characters, no sequences
  /[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb]/g;

/** Writings in which a joiner or non-joiner changes what is read, and pictures that are joined. */
const joining =
  /[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\u1800-\u18af\ufb50-\ufdff\ufe70-\ufefc]|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f/u;

/**
 * A text without what people do not see and models or terminals do: control characters but for tabs and line ends, terminal sequences, invisible and
 * tag characters, directions that are turned round, halves of characters, and the marks of chat templates. What is read stays as it is: joiners
 * stay where a writing or a picture needs them.
 */
export function cleanText(
  text: string,
  { maxChars = Infinity, normalize = true }: CleanOptions = {},
): string {
  const clean = text
    .toWellFormed()
    .replace(terminal, '')
    .replace(templateMarks, '')
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '')
    .replace(/[\u200c\u200d]/g, (joiner, at: number, all: string) => (isNeeded(all, at) ? joiner : ''))
    .replace(/[\u{e0000}-\u{e0fff}]+/gu, (tags, at: number, all: string) =>
      isFlag(all, at, tags) ? tags : '',
    )
    .replace(invisible, '')
    .replace(/([\ufe00-\ufe0f])[\ufe00-\ufe0f]+/g, '$1');
  const composed = normalize ? clean.normalize('NFC') : clean;
  return composed.length > maxChars
    ? composed
        .slice(0, maxChars)
        .toWellFormed()
        .replace(/\ufffd$/, '')
    : composed;
}

/** The character before and the one behind are of a writing that joins, or both are pictures. */
function isNeeded(text: string, at: number): boolean {
  const before = Array.from(text.slice(Math.max(0, at - 2), at)).at(-1) ?? '';
  const behind = Array.from(text.slice(at + 1, at + 3))[0] ?? '';
  return joining.test(before) && joining.test(behind);
}

/** Flags of parts of a country are a black flag, letters of the tag block, and an end. */
function isFlag(text: string, at: number, tags: string): boolean {
  return (
    text.slice(Math.max(0, at - 2), at) === '\u{1f3f4}' &&
    /^[\u{e0061}-\u{e007a}\u{e0030}-\u{e0039}]{3,6}\u{e007f}$/u.test(tags)
  );
}
