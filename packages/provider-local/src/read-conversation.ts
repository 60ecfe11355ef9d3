import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type Message,
  type ToolContentPart,
  type ToolResultPart,
  type UserPart,
} from '@pegboard/core/provider';

/** A call since the latest user message, and what came of it. */
export interface PastCall {
  readonly callId: string;
  readonly name: string;
  readonly input: JsonObject;
  readonly status: ToolResultPart['status'] | 'unanswered';
  readonly value: JsonValue;
}

export interface Conversation {
  /** The first 8,000 characters of the latest user text; with a question of ours before it, the text that led to the question as well. */
  readonly text: string;
  readonly calls: readonly PastCall[];
  /** Media types in the latest user message, which the rules cannot read. */
  readonly media: readonly string[];
  /** Call ids that are taken. */
  readonly callIds: ReadonlySet<string>;
}

/** How a question for a missing value begins; the answer to it is read together with the text before. */
export const questionStart = 'To use ';

/** Comparing words takes time that grows with the square of the text. */
const mostCharacters = 8000;

export function readConversation(messages: readonly Message[]): Conversation {
  const last = messages.findLastIndex((message) => message.role === 'user');
  const content = userContent(messages, last);
  const parts = messages.flatMap((message) => (message.role === 'assistant' ? message.content : []));
  return {
    text: withEarlierText(messages, last, textOf(content)).slice(0, mostCharacters),
    calls: callsIn(messages.slice(last + 1)),
    media: content.filter((part) => part.type === 'media').map((part) => part.mediaType),
    callIds: new Set(parts.filter((part) => part.type === 'tool-call').map((part) => part.callId)),
  };
}

/** Text of the latest user message, as it is. */
export function latestUserText(messages: readonly Message[]): string {
  return textOf(
    userContent(
      messages,
      messages.findLastIndex((message) => message.role === 'user'),
    ),
  );
}

function userContent(messages: readonly Message[], index: number): readonly UserPart[] {
  const message = messages[index];
  return message?.role === 'user' ? message.content : [];
}

function textOf(content: readonly UserPart[]): string {
  return content
    .flatMap((part) =>
      part.type === 'text' ? [part.text] : part.type === 'json' ? [JSON.stringify(part.value)] : [],
    )
    .join('\n');
}

function withEarlierText(messages: readonly Message[], last: number, text: string): string {
  const before = messages[last - 1];
  if (before?.role !== 'assistant') return text;
  const asked = before.content.some((part) => part.type === 'text' && part.text.startsWith(questionStart));
  if (!asked) return text;
  const earlier = messages.findLastIndex((message, index) => index < last && message.role === 'user');
  return `${withEarlierText(messages, earlier, textOf(userContent(messages, earlier)))}\n${text}`;
}

function callsIn(messages: readonly Message[]): readonly PastCall[] {
  const results = new Map<string, ToolResultPart>();
  for (const message of messages) {
    if (message.role === 'tool') for (const part of message.content) results.set(part.callId, part);
  }
  return messages.flatMap((message) => {
    if (message.role !== 'assistant') return [];
    const calls = message.content.filter((part) => part.type === 'tool-call' && part.executor === 'client');
    return calls.flatMap((part) => {
      if (part.type !== 'tool-call') return [];
      const result = results.get(part.callId);
      const { callId, name, input } = part;
      return [
        {
          callId,
          name,
          input,
          status: result?.status ?? 'unanswered',
          value: valueOf(result?.content ?? []),
        },
      ];
    });
  });
}

function valueOf(content: readonly ToolContentPart[]): JsonValue {
  const values = content.flatMap((part) => {
    if (part.type === 'json') return [part.value];
    return part.type === 'text' ? [readJson(part.text)] : [];
  });
  const [first, ...others] = values;
  return first !== undefined && others.length === 0 ? first : values;
}

/** Some tools hand out JSON as text. */
function readJson(text: string): JsonValue {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value)) return value;
    if (Array.isArray(value)) {
      // What JSON.parse gives is JSON.
      return value as JsonValue[];
    }
    return text;
  } catch {
    return text;
  }
}
