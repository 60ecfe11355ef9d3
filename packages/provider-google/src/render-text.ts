import type { GeminiContent, GeminiPart } from './wire.ts';

/** Half of a surrogate pair is no text for the API. */
export function toTextPart(text: string): GeminiPart {
  return { text: text.toWellFormed() };
}

export function toContent(role: GeminiContent['role'], parts: GeminiPart[]): string {
  return JSON.stringify({ role, parts } satisfies GeminiContent);
}

/** The API takes no conversation that is empty or that begins with an answer. */
export const opening = toContent('user', [{ text: 'Begin.' }]);

/** Models after Gemini 3 take no conversation that ends with an answer. */
export const closing = toContent('user', [{ text: 'Continue.' }]);
