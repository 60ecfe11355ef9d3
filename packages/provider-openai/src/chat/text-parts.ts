import { renderCallId, renderShortId } from './call-id.ts';
import type { ChatProfile } from './profile.ts';

export function idOf(callId: string, { callIds }: ChatProfile): string {
  return callIds === 'short' ? renderShortId(callId) : renderCallId(callId);
}

export const toText = (text: string): { type: 'text'; text: string } => ({ type: 'text', text });

/** One text part is sent as plain text, which every host takes. */
export function shorten<P extends { type: string }>(
  parts: (P | { type: 'text'; text: string })[],
): string | (P | { type: 'text'; text: string })[] {
  const [only] = parts;
  return parts.length === 1 && only !== undefined && 'text' in only ? only.text : parts;
}
