import type { JsonValue } from '@pegboard/core';

export interface AnswerBody {
  readonly json?: JsonValue;
  readonly text?: string;
  readonly base64?: string;
}

const texts =
  /^(text\/|application\/(.*\+)?(json|xml|javascript|ecmascript|yaml|x-yaml|x-www-form-urlencoded|graphql|toml|sql)\b)/;

/** A body as what its content type says; bytes as base64. */
export async function readAnswer(response: Response): Promise<AnswerBody> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length === 0) return {};
  const type = response.headers.get('content-type')?.toLowerCase() ?? '';
  const text = texts.test(type) || type === '' ? decode(bytes, type, type === '') : undefined;
  if (text === undefined) return { base64: Buffer.from(bytes).toString('base64') };
  if (!/^application\/(.*\+)?json\b/.test(type)) return { text };
  try {
    return { json: JSON.parse(text) as JsonValue }; // what JSON.parse gives
  } catch {
    return { text };
  }
}

/** Text in the encoding that the content type names, else UTF-8; undefined for bytes that are no text, when `strict`. */
export function decode(bytes: Uint8Array, contentType: string, strict = false): string | undefined {
  const label = /charset\s*=\s*"?([\w.:-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  for (const encoding of [label, 'utf-8']) {
    try {
      return new TextDecoder(encoding, { fatal: strict }).decode(bytes);
    } catch {
      // An encoding that does not exist, or bytes that are no text.
    }
  }
  return undefined;
}
