import { visible } from './visible.ts';

/** The first sentence of a text, on one line. */
export function firstSentence(text: string): string {
  const [first = ''] = text.trim().split(/(?<=[.!?:])\s/);
  return visible(first.replace(/\s+/g, ' '));
}
