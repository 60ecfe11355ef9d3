import type { Input, Message, UserPart } from '../contracts/message.ts';
import { ConfigError } from '../errors/config-error.ts';
import { isJsonObject } from '../lib/json.ts';
import { describeValue } from '../schema/describe-value.ts';
import { userMessage } from './builders.ts';

const roles = new Set(['system', 'user', 'assistant', 'tool']);

/** The messages that an input stands for. Throws `ConfigError` with code `invalid-input` for anything else. */
export function messagesOf(input: Input): readonly Message[] {
  if (typeof input === 'string') return [userMessage(input)];
  if (!Array.isArray(input)) throw invalid(input, 'it is neither text nor an array');
  if (input.length === 0) throw invalid(input, 'the array is empty');
  if (input.some((item: unknown) => isJsonObject(item) && 'role' in item)) {
    const bad = input.findIndex((message) => !isMessage(message));
    if (bad < 0) return input as readonly Message[];
    throw invalid(
      input[bad],
      'every message needs an id, a role (system, user, assistant, tool) and a content array',
    );
  }
  const bad = input.findIndex((part) => !isUserPart(part));
  if (bad < 0) return [userMessage(input as readonly UserPart[])];
  throw invalid(input[bad], 'a part of a user message is text, media or json');
}

function isUserPart(value: unknown): boolean {
  return isJsonObject(value) && ['text', 'media', 'json'].includes(value['type'] as string);
}

function isMessage(value: unknown): boolean {
  if (!isJsonObject(value)) return false;
  const { id, role, content } = value;
  return typeof id === 'string' && roles.has(role as string) && Array.isArray(content);
}

function invalid(value: unknown, evidence: string): ConfigError {
  return new ConfigError({
    code: 'invalid-input',
    what: 'The input of a run is not text, not parts and not messages',
    evidence: `${evidence}: found ${describeValue(value)}`,
    fix: 'Pass a string, parts, or messages such as userMessage(…)',
  });
}
