import type {
  AssistantMessage,
  MediaPart,
  Message,
  ModelWarning,
  ToolCallPart,
  ToolMessage,
  UserMessage,
} from '@pegboard/core/provider';
import { renderCallId } from './call-id.ts';
import { chatDataKey, type ChatProfile } from './profile.ts';
import { renderMedia } from './render-media.ts';
import type { ChatAssistantPart, ChatMessage, ChatToolCall, ChatUserPart } from './wire.ts';

/** One of our messages as messages of the wire. */
export interface RenderedMessage {
  readonly messages: readonly ChatMessage[];
  /** Media of tool results: a user message for after the last tool message, as tool messages hold only text. */
  readonly after: readonly ChatUserPart[];
  readonly warnings: readonly ModelWarning[];
}

export function renderMessage(message: Message, profile: ChatProfile): RenderedMessage {
  const warnings: ModelWarning[] = [];
  switch (message.role) {
    case 'system': {
      const content = message.content.filter((part) => part.text !== '').map(({ text }) => toText(text));
      return {
        messages: content.length === 0 ? [] : [{ role: profile.systemRole, content: shorten(content) }],
        after: [],
        warnings,
      };
    }
    case 'user':
      return { messages: [renderUser(message, warnings)], after: [], warnings };
    case 'assistant':
      return { messages: renderAssistant(message, warnings), after: [], warnings };
    case 'tool':
      return { ...renderTool(message, warnings), warnings };
    default:
      return { messages: [], after: [], warnings };
  }
}

function renderUser({ content }: UserMessage, warnings: ModelWarning[]): ChatMessage {
  const parts = content.flatMap((part): ChatUserPart[] => {
    if (part.type === 'media') return [renderMedia(part, warnings)];
    if (part.type === 'json') return [toText(JSON.stringify(part.value))];
    return part.text === '' ? [] : [toText(part.text)];
  });
  const only = parts[0];
  if (only === undefined) return { role: 'user', content: '' };
  return { role: 'user', content: parts.length === 1 && only.type === 'text' ? only.text : parts };
}

/** Reasoning, sources and what another provider ran by itself have no place here and are left out. */
function renderAssistant(message: AssistantMessage, warnings: ModelWarning[]): ChatMessage[] {
  const content: ChatAssistantPart[] = [];
  const calls: ChatToolCall[] = [];
  for (const part of message.content) {
    if (part.type === 'text' && part.text !== '') {
      const refusal = part.providerData?.[chatDataKey]?.refusal === true;
      content.push(refusal ? { type: 'refusal', refusal: part.text } : toText(part.text));
    } else if (part.type === 'json') content.push(toText(JSON.stringify(part.value)));
    else if (part.type === 'tool-call' && part.executor === 'client') calls.push(renderCall(part));
    else if (part.type === 'media') {
      const details = { mediaType: part.mediaType };
      warnings.push({
        type: 'warning',
        code: 'unsupported-part',
        message: 'Media of the model itself were left out',
        details,
      });
    }
  }
  if (content.length === 0 && calls.length === 0) return [];
  const text = content.length === 0 ? null : shorten(content);
  return [{ role: 'assistant', content: text, ...(calls.length > 0 && { tool_calls: calls }) }];
}

function renderCall({ callId, name, input }: ToolCallPart): ChatToolCall {
  return { id: renderCallId(callId), type: 'function', function: { name, arguments: JSON.stringify(input) } };
}

function renderTool({ content }: ToolMessage, warnings: ModelWarning[]): Omit<RenderedMessage, 'warnings'> {
  const after: ChatUserPart[] = [];
  const messages = content.map((result): ChatMessage => {
    const media = result.content.filter((part): part is MediaPart => part.type === 'media');
    const texts = result.content.flatMap((part) =>
      part.type === 'text' ? [part.text] : part.type === 'json' ? [JSON.stringify(part.value)] : [],
    );
    const id = renderCallId(result.callId);
    if (media.length > 0) {
      texts.push('The files of this result follow in the next user message.');
      after.push(
        toText(`Files of the result of ${result.name} (call ${id}):`),
        ...media.map((part) => renderMedia(part, warnings)),
      );
    }
    return { role: 'tool', tool_call_id: id, content: texts.join('\n') };
  });
  return { messages, after };
}

const toText = (text: string): { type: 'text'; text: string } => ({ type: 'text', text });

/** One text part is sent as plain text, which every host takes. */
function shorten<P extends { type: string }>(
  parts: (P | { type: 'text'; text: string })[],
): string | (P | { type: 'text'; text: string })[] {
  const [only] = parts;
  return parts.length === 1 && only !== undefined && 'text' in only ? only.text : parts;
}
