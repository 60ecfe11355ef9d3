import {
  type AssistantPart,
  type MediaPart,
  type Message,
  textOf,
  type ToolResultPart,
  type UserPart,
} from '@pegboard/core';
import type {
  AiAssistantPart,
  AiFilePart,
  AiMessage,
  AiPrompt,
  AiToolOutput,
  AiToolPart,
} from '../ai-types.ts';
import { metadataOf } from './opaque.ts';

/** Our conversation as a prompt of the AI SDK. */
export function renderPrompt(messages: readonly Message[]): AiPrompt {
  return messages.map(renderMessage);
}

function renderMessage(message: Message): AiMessage {
  switch (message.role) {
    case 'system':
      return { role: 'system', content: textOf(message) };
    case 'user':
      return { role: 'user', content: message.content.map(renderUserPart) };
    case 'assistant':
      return { role: 'assistant', content: message.content.flatMap(renderAssistantPart) };
    case 'tool':
      return { role: 'tool', content: message.content.map(renderResult) };
  }
}

function renderUserPart(part: UserPart): { type: 'text'; text: string } | AiFilePart {
  if (part.type === 'media') return renderFile(part);
  return { type: 'text', text: part.type === 'text' ? part.text : JSON.stringify(part.value) };
}

export function renderFile({ mediaType, data, url, filename }: MediaPart): AiFilePart {
  return {
    type: 'file',
    mediaType,
    data: data === undefined ? { type: 'url', url: new URL(url ?? '') } : { type: 'data', data },
    ...(filename !== undefined && { filename }),
  };
}

function renderAssistantPart(part: AssistantPart): AiAssistantPart[] {
  const opaque = metadataOf(part.providerData);
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return [{ type: part.type, text: part.text, ...opaque }];
    case 'json':
      return [{ type: 'text', text: JSON.stringify(part.value) }];
    case 'media':
      return [{ ...renderFile(part), ...opaque }];
    case 'tool-call':
      return [
        {
          type: 'tool-call',
          toolCallId: part.callId,
          toolName: part.name,
          input: part.input,
          ...(part.executor === 'provider' && { providerExecuted: true }),
          ...opaque,
        },
      ];
    case 'tool-result':
      return [{ ...renderResult(part), ...opaque }];
    case 'source':
      return [];
  }
}

type ResultPart = Extract<AiToolPart, { readonly type: 'tool-result' }>;

function renderResult(part: ToolResultPart): ResultPart {
  return { type: 'tool-result', toolCallId: part.callId, toolName: part.name, output: renderOutput(part) };
}

type Output = Pick<ToolResultPart, 'status' | 'content'>;

/** What a call came to, as the AI SDK tells a model. */
export function renderOutput({ status, content }: Output): AiToolOutput {
  const [first, ...others] = content;
  const text = (): string =>
    content
      .map((part) =>
        part.type === 'text' ? part.text : part.type === 'json' ? JSON.stringify(part.value) : '',
      )
      .join('\n');
  if (status === 'denied') return { type: 'execution-denied', reason: text() };
  if (status !== 'success') return { type: 'error-text', value: text() };
  if (first?.type === 'json' && others.length === 0) return { type: 'json', value: first.value as never }; // JSON
  if (content.every((part) => part.type === 'text')) return { type: 'text', value: text() };
  return { type: 'content', value: content.map(renderUserPart) };
}
