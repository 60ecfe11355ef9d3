import type { JsonObject } from '@pegboard/core';
import { noteOf } from '../lib/seal.ts';
import { asText, type Report } from '../lib/shape.ts';

/** What a seal says of its place: the answer, and the number of the block in it. */
export function placeNote(answerId: string, index: number): string {
  return `${answerId.replaceAll('.', '_')}@${index}`;
}

/** Thoughts of one answer go back in the order in which they came. */
export function checkThoughtOrder(
  blocks: readonly { readonly block: JsonObject; readonly at: string }[],
  report: Report,
): void {
  const last = new Map<string, number>();
  for (const { block, at } of blocks) {
    if (block.type !== 'thinking' && block.type !== 'redacted_thinking') continue;
    const [answer = '', place] = noteOf(asText(block.signature ?? block.data)).split('@');
    if (place === undefined) continue;
    if (Number(place) <= (last.get(answer) ?? -1)) report('stands in another order than it came in', at);
    last.set(answer, Number(place));
  }
}
