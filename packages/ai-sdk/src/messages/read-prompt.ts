import {
  type AssistantPart,
  ConfigError,
  type JsonObject,
  type MediaPart,
  type Message,
  type ToolContentPart,
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
  AiUserPart,
} from '../ai-types.ts';
import { base64Of } from './base64.ts';
import { readOpaque } from './opaque.ts';

/** A prompt of the AI SDK as our conversation. */
export function readPrompt(prompt: AiPrompt): readonly Message[] {
  return prompt.map((message, index) => readMessage(message, `ai_${index}`));
}

function readMessage(message: AiMessage, id: string): Message {
  switch (message.role) {
    case 'system':
      return { id, role: 'system', content: [{ type: 'text', text: message.content }] };
    case 'user':
      return { id, role: 'user', content: message.content.map(readUserPart) };
    case 'assistant': {
      const content = message.content.flatMap(readAssistantPart);
      const origin = message.content.map((part) => readOpaque(part.providerOptions).origin).find(Boolean);
      return { id, role: 'assistant', content, ...(origin && { origin }) };
    }
    case 'tool':
      return { id, role: 'tool', content: message.content.flatMap(readToolPart) };
  }
}

function readUserPart(part: AiUserPart): UserPart {
  return part.type === 'text' ? { type: 'text', text: part.text } : readFile(part);
}

function readFile({ data, mediaType, filename }: Omit<AiFilePart, 'type'>): UserPart {
  const named = filename === undefined ? {} : { filename };
  const media = (source: Pick<MediaPart, 'data' | 'url'>): MediaPart => ({
    type: 'media',
    mediaType,
    ...source,
    ...named,
  });
  switch (data.type) {
    case 'data':
      return media({ data: base64Of(data.data) });
    case 'url':
      return media({ url: String(data.url) });
    case 'text':
      return { type: 'text', text: data.text };
    case 'reference':
      throw new ConfigError({
        code: 'invalid-input',
        what: 'A file of an AI SDK prompt cannot be sent',
        evidence: 'it is a reference, which belongs to the vendor that gave it',
        fix: 'Give its bytes or a URL',
      });
  }
}

function readAssistantPart(part: AiAssistantPart): readonly AssistantPart[] {
  const { providerData } = readOpaque(part.providerOptions);
  const opaque = providerData ? { providerData } : {};
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return [{ type: part.type, text: part.text, ...opaque }];
    case 'file':
      return [readFile(part)];
    case 'tool-call':
      return [
        {
          type: 'tool-call',
          callId: part.toolCallId,
          name: part.toolName,
          input: (part.input ?? {}) as JsonObject, // what came from JSON
          executor: part.providerExecuted === true ? 'provider' : 'client',
          ...opaque,
        },
      ];
    case 'tool-result':
      return [{ ...readResult(part), executor: 'provider', ...opaque }];
    default:
      return [];
  }
}

function readToolPart(part: AiToolPart): readonly ToolResultPart[] {
  return part.type === 'tool-result' ? [readResult(part)] : [];
}

type ResultPart = Extract<AiToolPart, { readonly type: 'tool-result' }>;

function readResult({ toolCallId, toolName, output }: ResultPart): ToolResultPart {
  const { status, content } = readOutput(output);
  return {
    type: 'tool-result',
    callId: toolCallId,
    name: toolName,
    status,
    content: content.length > 0 ? content : [{ type: 'text', text: '(empty)' }],
    executor: 'client',
  };
}

function readOutput(output: AiToolOutput): Pick<ToolResultPart, 'status' | 'content'> {
  switch (output.type) {
    case 'text':
      return {
        status: 'success',
        content: output.value === '' ? [] : [{ type: 'text', text: output.value }],
      };
    case 'json':
      return { status: 'success', content: [{ type: 'json', value: output.value }] };
    case 'error-text':
      return { status: 'failed', content: [{ type: 'text', text: output.value }] };
    case 'error-json':
      return { status: 'failed', content: [{ type: 'json', value: output.value }] };
    case 'execution-denied':
      return { status: 'denied', content: [{ type: 'text', text: output.reason ?? 'Denied.' }] };
    case 'content':
      return { status: 'success', content: output.value.flatMap(readOutputPart) };
  }
}

type OutputPart = Extract<AiToolOutput, { readonly type: 'content' }>['value'][number];

function readOutputPart(part: OutputPart): readonly ToolContentPart[] {
  if (part.type === 'text') return [{ type: 'text', text: part.text }];
  return part.type === 'file' ? [readFile(part)] : [];
}
