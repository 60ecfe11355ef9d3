import type { Message } from '../contracts/message.ts';

/** Whose untrusted content is in a conversation: names of tools, `input` for messages of the user. */
export function untrustedSources(messages: readonly Message[]): readonly string[] {
  const names = new Set<string>();
  for (const message of messages) {
    if (message.role === 'user' && message.trust === 'untrusted') names.add('input');
    if (message.role !== 'tool' && message.role !== 'assistant') continue;
    for (const part of message.content)
      if (part.type === 'tool-result' && part.trust === 'untrusted') names.add(part.name);
  }
  return [...names];
}
