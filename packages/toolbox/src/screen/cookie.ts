import { randomBytes } from 'node:crypto';

const name = 'MIT-MAGIC-COOKIE-1';
/** Any machine. */
const wild = 0xff_ff;

/** The content of an authority file with a new cookie for any display: numbers of two bytes, and texts after their lengths. See Xsecurity(7). */
export function newCookie(): Buffer {
  const none = Buffer.alloc(0);
  return Buffer.concat([
    number(wild),
    ...[none, none, Buffer.from(name), randomBytes(16)].map((content) => field(content)),
  ]);
}

function number(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff]);
}

function field(content: Buffer): Buffer {
  return Buffer.concat([number(content.length), content]);
}
