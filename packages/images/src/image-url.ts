import { guardedFetch } from '@pegboard/guard';
import { imageError } from './image-error.ts';
import { type ImageOptions, readImageOptions } from './image-limits.ts';
import { prepareImage } from './prepare-image.ts';
import type { PreparedImage } from './prepared-image.ts';

export interface ImageUrlOptions extends ImageOptions {
  /** Default `guardedFetch()`, which reaches public addresses only. */
  readonly fetch?: typeof fetch;
  readonly signal?: AbortSignal;
}

/**
 * Fetches an image and prepares it; see `imageFile`. Rejects as the fetch does, and with `invalid-response` for a status that is no success
 * or too long a body.
 */
export async function imageUrl(url: string | URL, options: ImageUrlOptions = {}): Promise<PreparedImage> {
  const { fetch, signal, ...rest } = options;
  const { maxInputBytes } = readImageOptions(rest);
  const request = fetch ?? guardedFetch({ maxBytes: maxInputBytes });
  const response = await request(url, { headers: { accept: 'image/*' }, ...(signal && { signal }) });
  const from = new URL(response.url || url);
  const title = `The image at ${from.origin}`;
  if (!response.ok) {
    await response.body?.cancel();
    throw unusable(title, `It answered with status ${response.status}`);
  }
  const bytes = await readBody(response, maxInputBytes, title);
  return prepareImage(bytes, title, readImageOptions({ name: nameOf(from), ...rest }));
}

/** Any fetch may be passed, so the length is checked here too. */
async function readBody({ body }: Response, maxBytes: number, title: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > maxBytes) throw unusable(title, `It has more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function nameOf({ pathname }: URL): string {
  const last = pathname.split('/').findLast(Boolean) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

function unusable(title: string, evidence: string): Error {
  return imageError({
    code: 'invalid-response',
    what: `${title} cannot be used`,
    evidence,
    fix: 'Use the address of the image itself',
  });
}
