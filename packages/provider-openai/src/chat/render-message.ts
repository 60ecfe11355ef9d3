import type { MediaPart, Message, ModelWarning, ToolMessage, UserMessage } from '@pegboard/core/provider';
import type { ChatProfile } from './profile.ts';
import { renderAssistant } from './render-assistant.ts';
import { renderMedia } from './render-media.ts';
import { idOf, shorten, toText } from './text-parts.ts';
import type { HostMessage, HostUserPart } from './wire.ts';

/** One of our messages as messages of the wire. */
export interface RenderedMessage {
  readonly messages: readonly HostMessage[];
  /** Media of tool results: a user message for after the last tool message, as tool messages hold only text. */
  readonly after: readonly HostUserPart[];
  readonly warnings: readonly ModelWarning[];
}

/** For a model: opaque state of another one stays out. */
export function renderMessage(message: Message, profile: ChatProfile, model: string): RenderedMessage {
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
      return { messages: [renderUser(message, profile, warnings)], after: [], warnings };
    case 'assistant':
      return { messages: renderAssistant(message, profile, model, warnings), after: [], warnings };
    case 'tool':
      return { ...renderTool(message, profile, warnings), warnings };
    default:
      return { messages: [], after: [], warnings };
  }
}

function renderUser({ content }: UserMessage, profile: ChatProfile, warnings: ModelWarning[]): HostMessage {
  const parts = content.flatMap((part): HostUserPart[] => {
    if (part.type === 'media') return [renderMedia(part, profile, warnings)];
    if (part.type === 'json') return [toText(JSON.stringify(part.value))];
    return part.text === '' ? [] : [toText(part.text)];
  });
  const only = parts[0];
  if (only === undefined) return { role: 'user', content: '' };
  return { role: 'user', content: parts.length === 1 && only.type === 'text' ? only.text : parts };
}

function renderTool(
  { content }: ToolMessage,
  profile: ChatProfile,
  warnings: ModelWarning[],
): Omit<RenderedMessage, 'warnings'> {
  const after: HostUserPart[] = [];
  const messages = content.map((result): HostMessage => {
    const media = result.content.filter((part): part is MediaPart => part.type === 'media');
    const texts = result.content.flatMap((part) =>
      part.type === 'text' ? [part.text] : part.type === 'json' ? [JSON.stringify(part.value)] : [],
    );
    const id = idOf(result.callId, profile);
    if (media.length > 0) {
      texts.push('The files of this result follow in the next user message.');
      after.push(
        toText(`Files of the result of ${result.name} (call ${id}):`),
        ...media.map((part) => renderMedia(part, profile, warnings)),
      );
    }
    return { role: 'tool', tool_call_id: id, content: texts.join('\n') };
  });
  return { messages, after };
}
