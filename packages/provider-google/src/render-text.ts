import type { GeminiContent, GeminiPart } from './wire.ts';

/** Half of a surrogate pair is no text for the API. */
export function toTextPart(text: string): GeminiPart {
  return { text: text.toWellFormed() };
}

export function toContent(role: GeminiContent['role'], parts: GeminiPart[]): string {
  return JSON.stringify({ role, parts } satisfies GeminiContent);
}

/** Stands where the API wants the user to speak: it takes no empty conversation, none that begins with a call, none that ends with an answer. */
export const nudge = toContent('user', [{ text: 'Continue.' }]);
