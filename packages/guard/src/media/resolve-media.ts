import { ConfigError, type PegboardError } from '@pegboard/core';
import { type GuardOptions } from '../fetch/guard-options.ts';
import { guardedFetch } from '../fetch/guarded-fetch.ts';
import { failure, nameOf } from '../refusal.ts';
import { isSniffed, readContentType, sniffMedia } from './sniff-media.ts';

export interface MediaOptions extends GuardOptions {
  /** Bytes of a file. Default 20,000,000. */
  readonly maxBytes?: number;
  /** Media types to take, with wildcards such as `image/*`. Default: images, audio, video and PDF. */
  readonly accept?: readonly string[];
}

export interface ResolvedMedia {
  readonly mediaType: string;
  /** Base64. */
  readonly data: string;
}

/**
 * Fetches media for models whose API cannot, by `guardedFetch` and under its options. The type is that of the bytes where they tell one;
 * the header must not be of another kind. Rejects as `guardedFetch` does, and with `invalid-response` for a status, type or size that does not fit.
 */
export function resolveMedia({
  accept = ['image/*', 'audio/*', 'video/*', 'application/pdf'],
  ...options
}: MediaOptions = {}): (url: string, options: { readonly signal: AbortSignal }) => Promise<ResolvedMedia> {
  checkAccept(accept);
  const fetchMedia = guardedFetch({ maxBytes: 20_000_000, ...options });
  return async (url, { signal }) => {
    const response = await fetchMedia(url, { signal, headers: { accept: accept.join(', ') } });
    const at = new URL(response.url);
    if (!response.ok) {
      await response.body?.cancel();
      throw notMedia(at, `It answered with status ${response.status}`);
    }
    const bytes = new Uint8Array(await response.arrayBuffer());
    const mediaType = typeOf(at, bytes, response.headers.get('content-type'));
    if (!accept.some((wanted) => isOfType(mediaType, wanted))) {
      throw notMedia(at, `It is ${mediaType}; taken is ${accept.join(', ')}`);
    }
    return { mediaType, data: Buffer.from(bytes).toString('base64') };
  };
}

/** Servers often name the wrong image format; a page that is called an image, or the reverse, is something else than was asked for. */
function typeOf(url: URL, bytes: Uint8Array, header: string | null): string {
  const told = readContentType(header);
  const seen = sniffMedia(bytes);
  if (bytes.length === 0) throw notMedia(url, 'It is empty');
  if (told === undefined || told === 'application/octet-stream' || told === 'binary/octet-stream') {
    if (seen) return seen;
    throw notMedia(url, 'Neither its header nor its first bytes tell what it is');
  }
  if (seen === undefined && !isSniffed(told)) return told;
  if (seen !== undefined && familyOf(seen) === familyOf(told)) return seen;
  throw notMedia(url, `Its header says ${told}, its first bytes ${seen ? `say ${seen}` : 'do not'}`);
}

/** Containers such as Ogg, MP4 and WebM hold sound or film. */
function familyOf(mediaType: string): string {
  const family = mediaType.split('/')[0] ?? '';
  if (family === 'application') return mediaType;
  return family === 'audio' ? 'video' : family;
}

function isOfType(mediaType: string, wanted: string): boolean {
  return (
    wanted === '*/*' ||
    wanted === mediaType ||
    (wanted.endsWith('/*') && mediaType.startsWith(wanted.slice(0, -1)))
  );
}

function checkAccept(accept: readonly string[]): void {
  if (
    Array.isArray(accept) &&
    accept.length > 0 &&
    accept.every((type) => /^[\w.+*-]+\/[\w.+*-]+$/.test(type))
  )
    return;
  throw new ConfigError({
    what: '"accept" must be a list of media types',
    evidence: `It is ${JSON.stringify(accept)}`,
    fix: "Pass an array, such as accept: ['image/*', 'application/pdf']",
  });
}

function notMedia(url: URL, evidence: string): PegboardError {
  return failure('invalid-response', {
    what: `The media at ${nameOf(url)} cannot be used`,
    evidence,
    fix: 'Use the address of the file itself',
  });
}
