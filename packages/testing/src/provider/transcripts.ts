import type {
  AssistantMessage,
  AssistantPart,
  JsonObject,
  Message,
  ToolContentPart,
  ToolResultPart,
  UserPart,
} from '@pegboard/core';

let count = 0;
const nextId = (): string => `m${++count}`;

export function system(text: string): Message {
  return { id: nextId(), role: 'system', content: [{ type: 'text', text }] };
}

export function user(...content: readonly (string | UserPart)[]): Message {
  return { id: nextId(), role: 'user', content: content.map(asPart) };
}

export function assistant(...content: readonly (string | AssistantPart)[]): AssistantMessage {
  return { id: nextId(), role: 'assistant', content: content.map(asPart) };
}

/** Results of the calls of the message before. */
export function results(...content: readonly ToolResultPart[]): Message {
  return { id: nextId(), role: 'tool', content };
}

export function toolCall(callId: string, name: string, input: JsonObject = {}): AssistantPart {
  return { type: 'tool-call', callId, name, input, executor: 'client' };
}

export function toolResult(
  callId: string,
  name: string,
  content: string | readonly ToolContentPart[],
  status: ToolResultPart['status'] = 'success',
): ToolResultPart {
  const parts = typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content;
  return { type: 'tool-result', callId, name, status, content: parts, executor: 'client' };
}

/** A PNG of one pixel. */
export const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
export const image: UserPart = { type: 'media', mediaType: 'image/png', data: pixel };

function asPart<Part>(part: string | Part): Part | { readonly type: 'text'; readonly text: string } {
  return typeof part === 'string' ? { type: 'text', text: part } : part;
}
