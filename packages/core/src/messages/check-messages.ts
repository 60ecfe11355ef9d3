import type { Input, Message, UserPart } from '../contracts/message.ts';
import { ConfigError } from '../errors/config-error.ts';
import { userMessage } from './builders.ts';

const roles = new Set(['system', 'user', 'assistant', 'tool']);

/** The messages that an input stands for. Throws `ConfigError` with code `invalid-input` for anything else. */
export function messagesOf(input: Input): readonly Message[] {
  if (typeof input === 'string') return [userMessage(input)];
  if (!Array.isArray(input)) throw invalid(input, 'it is neither text nor an array');
  if (input.length === 0) throw invalid(input, 'the array is empty');
  const [first] = input as readonly (UserPart | Message)[];
  if (first && 'role' in first) {
    const messages = input as readonly Message[];
    const bad = messages.find((message) => !isMessage(message));
    if (bad)
      throw invalid(
        bad,
        'every message needs an id, a role (system, user, assistant, tool) and a content array',
      );
    return messages;
  }
  const parts = input as readonly UserPart[];
  const bad = parts.find((part) => !['text', 'media', 'json'].includes(part?.type));
  if (bad !== undefined) throw invalid(bad, 'a part of a user message is text, media or json');
  return [userMessage(parts)];
}

function isMessage(value: Message): boolean {
  return typeof value?.id === 'string' && roles.has(value.role) && Array.isArray(value.content);
}

function invalid(value: unknown, evidence: string): ConfigError {
  const shown = JSON.stringify(value)?.slice(0, 120) ?? typeof value;
  return new ConfigError({
    code: 'invalid-input',
    what: 'The input of a run is not text, not parts and not messages',
    evidence: `${evidence}: ${shown}`,
    fix: 'Pass a string, an array of parts, or messages made with userMessage(…), assistantMessage(…)',
  });
}
