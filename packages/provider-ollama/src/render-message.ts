import type {
  AssistantMessage,
  MediaPart,
  Message,
  ModelWarning,
  SystemMessage,
  ToolMessage,
  ToolResultPart,
  UserMessage,
} from '@pegboard/core/provider';
import { renderImage } from './render-image.ts';
import { leftOut } from './warn.ts';
import type { OllamaMessage } from './wire.ts';

/** Whose thoughts may go back: those of the same model of the same provider. */
export interface Own {
  readonly provider: string;
  readonly model: string;
}

export function renderMessage(message: Message, own: Own, warnings: ModelWarning[]): OllamaMessage[] {
  switch (message.role) {
    case 'user':
      return renderUser(message, warnings);
    case 'assistant':
      return renderAssistant(message, own, warnings);
    case 'tool':
      return renderResults(message, warnings);
    // Some templates show only the first of several system messages: later ones are said in their place by the user.
    case 'system': {
      const text = systemText(message);
      return text === '' ? [] : [instruction(text)];
    }
    default:
      return [];
  }
}

export function systemText({ content }: SystemMessage): string {
  return content
    .map(({ text }) => text)
    .filter((text) => text.trim() !== '')
    .join('\n');
}

/** What the model is told besides the conversation. */
export function instruction(text: string): OllamaMessage {
  return { role: 'user', content: `<system>\n${text}\n</system>` };
}

function renderUser({ content }: UserMessage, warnings: ModelWarning[]): OllamaMessage[] {
  const texts: string[] = [];
  const images: string[] = [];
  for (const part of content) {
    if (part.type === 'media') addImage(part, texts, images, warnings);
    else texts.push(part.type === 'json' ? JSON.stringify(part.value) : part.text);
  }
  return toUser(texts, images);
}

/** Images stand before the text of their message, in order. What cannot be sent leaves words in its place. */
function addImage(part: MediaPart, texts: string[], images: string[], warnings: ModelWarning[]): void {
  const image = renderImage(part, warnings);
  if (image === undefined)
    texts.push(`[A file of type ${part.mediaType} was left out: the model cannot read it.]`);
  else images.push(image);
}

function toUser(texts: readonly string[], images: string[]): OllamaMessage[] {
  const content = texts.filter((text) => text !== '').join('\n');
  if (content === '' && images.length === 0) return [];
  return [{ role: 'user', content, ...(images.length > 0 && { images }) }];
}

/** Sources, reasoning of others and what another provider ran by itself have no place here. */
function renderAssistant(
  { content, origin }: AssistantMessage,
  own: Own,
  warnings: ModelWarning[],
): OllamaMessage[] {
  const isOwn = origin?.provider === own.provider && origin.model === own.model;
  const texts: string[] = [];
  const calls = [];
  let thinking = '';
  for (const part of content) {
    if (part.type === 'text') texts.push(part.text);
    else if (part.type === 'json') texts.push(JSON.stringify(part.value));
    else if (part.type === 'reasoning' && isOwn) thinking += part.text;
    else if (part.type === 'tool-call' && part.executor === 'client')
      calls.push({ id: part.callId, function: { name: part.name, arguments: part.input } });
    else if (part.type === 'media') warnings.push(leftOut(part, 'answers hold text only'));
  }
  const text = texts.filter((each) => each !== '').join('\n');
  if (text === '' && calls.length === 0) return [];
  return [
    {
      role: 'assistant',
      content: text,
      ...(thinking !== '' && { thinking }),
      ...(calls.length > 0 && { tool_calls: calls }),
    },
  ];
}

/** Results hold text; their images follow in a message of the user, where every model looks for them. */
function renderResults({ content }: ToolMessage, warnings: ModelWarning[]): OllamaMessage[] {
  const after: OllamaMessage[] = [];
  const results = content.map((result) => renderResult(result, after, warnings));
  return [...results, ...after];
}

function renderResult(
  { callId, name, content }: ToolResultPart,
  after: OllamaMessage[],
  warnings: ModelWarning[],
): OllamaMessage {
  const texts: string[] = [];
  const images: string[] = [];
  for (const part of content) {
    if (part.type === 'media') addImage(part, texts, images, warnings);
    else texts.push(part.type === 'json' ? JSON.stringify(part.value) : part.text);
  }
  if (images.length > 0) {
    texts.push('The images of this result follow in the next message.');
    after.push(...toUser([`Images of the result of ${name} (call ${callId}):`], images));
  }
  return { role: 'tool', content: texts.join('\n'), tool_name: name, tool_call_id: callId };
}
