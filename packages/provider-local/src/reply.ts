import type { FinishReason, ModelWarning } from '@pegboard/core/provider';
import type { PlannedCall } from './plan-calls.ts';

/** What a local model says to one request: text, or calls. */
export interface Reply {
  readonly text: string;
  readonly calls: readonly PlannedCall[];
  readonly finish: FinishReason;
  readonly warnings?: readonly ModelWarning[];
}

export function textReply(text: string, finish: FinishReason = 'stop'): Reply {
  return { text, calls: [], finish };
}

/** A sentence on parts of the input that a local model cannot read; empty when there are none. */
export function aboutMedia(media: readonly string[]): string {
  if (media.length === 0) return '';
  return `(I cannot read media, so I ignored ${media.join(', ')}.)`;
}
