import type { GetPromptResult } from '@modelcontextprotocol/client';
import { assistantMessage, type Message, userMessage, type UserPart } from '@pegboard/core';
import { toContent } from './to-content.ts';

/** A prompt as messages for `run`. What stands in the user's name is the server's, and marked as untrusted. */
export function promptMessages({ messages }: GetPromptResult): readonly Message[] {
  return messages.map(({ role, content }) => {
    const parts: readonly UserPart[] = toContent([content]);
    return role === 'assistant' ? assistantMessage(parts) : { ...userMessage(parts), trust: 'untrusted' };
  });
}
