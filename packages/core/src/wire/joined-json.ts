/**
 * JSON values joined by commas, as the list of a request's messages or tools holds them. A long one is kept as bytes that grow in place, so
 * that the next turn of a conversation costs what it adds, and sending the rest again a copy of memory.
 */
export type JoinedJson = string | JoinedBytes;

/** The first `length` bytes of a buffer that longer ones share. */
interface JoinedBytes {
  readonly shared: { buffer: Uint8Array<ArrayBuffer>; used: number };
  readonly length: number;
}

/** Characters from which text is kept as bytes: below, one string is written faster than several pieces. */
const longText = 32_768;

const encoder = new TextEncoder();

/** What was joined before with `added` behind it; either may be empty. What was joined before stays as it is. */
export function joinJson(before: JoinedJson, added: string): JoinedJson {
  if (added === '') return before;
  if (typeof before === 'string') {
    const text = before === '' ? added : `${before},${added}`;
    return text.length < longText
      ? text
      : append({ shared: { buffer: new Uint8Array(0), used: 0 }, length: 0 }, text);
  }
  return append(before, `,${added}`);
}

function append({ shared: last, length }: JoinedBytes, text: string): JoinedBytes {
  const bytes = encoder.encode(text);
  const end = length + bytes.length;
  // Somebody may have gone on from the same beginning in another way.
  const shared =
    last.used === length && last.buffer.length >= end ? last : grown(last.buffer.subarray(0, length), end);
  shared.buffer.set(bytes, length);
  shared.used = end;
  return { shared, length: end };
}

function grown(bytes: Uint8Array<ArrayBuffer>, least: number): JoinedBytes['shared'] {
  const buffer = new Uint8Array(least + Math.max(least >> 1, longText));
  buffer.set(bytes);
  return { buffer, used: bytes.length };
}

/** A body of JSON: as text, and in pieces of bytes where a part of it is long. */
export interface JsonBody {
  /** Made when it is first read. */
  readonly body: string;
  readonly pieces?: readonly Uint8Array<ArrayBuffer>[];
}

/** A list in brackets: `list`, and behind it the values of `more`. */
export interface JsonList {
  readonly list: JoinedJson;
  /** Joined by commas, too; not kept as bytes. Default none. */
  readonly more?: string;
}

/** An object of the fields in their order, each given as JSON. */
export function jsonBody(fields: Iterable<readonly [key: string, json: string | JsonList]>): JsonBody {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let text = '';
  let mark = '{';
  for (const [key, json] of fields) {
    // Put together by `+`, which copies nothing: the text is copied once, on its way out.
    text += `${mark}${JSON.stringify(key)}:`;
    mark = ',';
    if (typeof json === 'string') {
      text += json;
      continue;
    }
    const { list, more = '' } = json;
    const comma = list === '' || more === '' ? '' : ',';
    if (typeof list === 'string') text += `[${list}${comma}${more}]`;
    else {
      pieces.push(encoder.encode(`${text}[`), list.shared.buffer.subarray(0, list.length));
      text = `${comma}${more}]`;
    }
  }
  text += mark === '{' ? '{}' : '}';
  if (pieces.length === 0) return { body: text };
  pieces.push(encoder.encode(text));
  return new Pieces(pieces);
}

class Pieces implements JsonBody {
  readonly pieces: readonly Uint8Array<ArrayBuffer>[];

  constructor(pieces: readonly Uint8Array<ArrayBuffer>[]) {
    this.pieces = pieces;
  }

  get body(): string {
    return new TextDecoder().decode(joinBytes(this.pieces));
  }
}

export function joinBytes(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
