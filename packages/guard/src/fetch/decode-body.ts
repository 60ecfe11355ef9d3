import { pipeline, Readable, type Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { failure, nameOf } from '../refusal.ts';

/** Node has zstd from 22.15 on. */
const zstd: (() => Transform) | undefined =
  typeof zlib.createZstdDecompress === 'function'
    ? // A larger window than 8 MB is not allowed in HTTP (RFC 9659).
      () => zlib.createZstdDecompress({ params: { [zlib.constants.ZSTD_d_windowLogMax]: 23 } })
    : undefined;

const decoders: Readonly<Record<string, (() => Transform) | undefined>> = {
  gzip: () => zlib.createGunzip(),
  'x-gzip': () => zlib.createGunzip(),
  br: () => zlib.createBrotliDecompress(),
  zstd,
};

export const acceptedEncodings = `gzip, deflate, br${zstd ? ', zstd' : ''}`;

/** The bytes behind the content encoding. Throws code `invalid-response` for an encoding that was not asked for, or several. */
export async function decodeBody(body: Readable, encoding: string | undefined, url: URL): Promise<Readable> {
  const name = encoding?.trim().toLowerCase() ?? '';
  if (name === '' || name === 'identity') return body;
  if (name === 'deflate') return inflate(body);
  const decoder = Object.hasOwn(decoders, name) ? decoders[name]?.() : undefined;
  if (decoder) return pipeline(body, decoder, () => {});
  throw failure('invalid-response', {
    what: `The body of ${nameOf(url)} has an encoding that is not read`,
    evidence: `It is "${name.slice(0, 40)}"; read is one of ${acceptedEncodings}`,
    fix: 'Use another URL',
  });
}

/** `deflate` means zlib, but some servers send it without the header of zlib, whose first byte ends in 8. */
async function inflate(body: Readable): Promise<Readable> {
  const chunks: AsyncIterator<Buffer> = body[Symbol.asyncIterator]();
  const { value: first = Buffer.alloc(0) } = await chunks.next();
  const isZlib = ((first[0] ?? 8) & 0x0f) === 8;
  const whole = Readable.from(joined(first, chunks), { objectMode: false });
  return pipeline(whole, isZlib ? zlib.createInflate() : zlib.createInflateRaw(), () => {});
}

async function* joined(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer, void> {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
