export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin1';

export interface TextFile {
  readonly text: string;
  readonly encoding: Encoding;
  /** Whether the file begins with a byte order mark; it is not part of the text. */
  readonly hasMark: boolean;
}

const marks: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** Undefined for what is no text. Without a mark it is UTF-8 if it can be, or else Latin-1; with a NUL byte it is no text. */
export function decodeText(bytes: Uint8Array, wanted?: Encoding): TextFile | undefined {
  const mark = marks.find(([, start]) => start.every((byte, at) => bytes[at] === byte));
  const content = mark ? bytes.subarray(mark[1].length) : bytes;
  const encoding = mark?.[0] ?? wanted ?? guess(content);
  if (encoding === undefined) return undefined;
  const text =
    encoding === 'latin1'
      ? Buffer.from(content).toString('latin1')
      : new TextDecoder(encoding, { ignoreBOM: true }).decode(content);
  return { text, encoding, hasMark: mark !== undefined };
}

/** Undefined: the text has characters that the encoding does not. */
export function encodeText({ text, encoding, hasMark }: TextFile): Uint8Array | undefined {
  if (encoding === 'latin1') return /^[\0-\xff]*$/.test(text) ? Buffer.from(text, 'latin1') : undefined;
  const content = Buffer.from(text, encoding === 'utf-8' ? 'utf8' : 'utf16le');
  if (encoding === 'utf-16be') content.swap16();
  const start = hasMark ? marks.find(([name]) => name === encoding)?.[1] : undefined;
  return start ? Buffer.concat([Buffer.from(start), content]) : content;
}

function guess(bytes: Uint8Array): Encoding | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'utf-8';
  } catch {
    // Control characters other than white space and escapes tell that it is neither.
    return bytes.some((byte) => byte < 32 && ![9, 10, 12, 13, 27].includes(byte)) ? undefined : 'latin1';
  }
}
