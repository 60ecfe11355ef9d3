import {
  type AssistantMessage,
  type AssistantPart,
  isJsonObject,
  type JsonObject,
  type Message,
  type ModelWarning,
  type TextPart,
  type ToolContentPart,
  type ToolResultPart,
  type UserPart,
} from '@pegboard/core/provider';
import { renderCallId } from './call-id.ts';
import { messagesDataKey } from './data-key.ts';
import { type RenderedBlock, textBlock } from './rendered-block.ts';
import { renderMedia } from './render-media.ts';
import type { WireBlock } from './wire.ts';

/** One of our messages as content blocks. It depends on nothing but the message, so that it is made once. */
export interface RenderedMessage {
  readonly blocks: readonly RenderedBlock[];
  readonly warnings: readonly ModelWarning[];
  /** Where the host ran code for this answer. */
  readonly container?: JsonObject | undefined;
}

export function renderMessage(message: Message): RenderedMessage {
  const warnings: ModelWarning[] = [];
  switch (message.role) {
    case 'system':
      return { blocks: message.content.flatMap(({ text }) => renderText(text)), warnings };
    case 'user':
      return { blocks: message.content.flatMap((part) => renderUserPart(part, warnings)), warnings };
    case 'assistant':
      return renderAssistant(message, warnings);
    case 'tool':
      return { blocks: message.content.map((part) => renderResult(part, warnings)), warnings };
    default:
      return { blocks: [], warnings };
  }
}

function plain(block: WireBlock): RenderedBlock {
  return { kind: 'plain', json: JSON.stringify(block) };
}

/** The API refuses text without a visible character. */
function renderText(text: string): RenderedBlock[] {
  return text.trim() === '' ? [] : [textBlock(text)];
}

/** A text part may carry a block that only this API has, such as a search result; its text is for all others. */
function renderUserPart(part: UserPart | ToolContentPart, warnings: ModelWarning[]): RenderedBlock[] {
  const { block } = dataOf(part);
  if (part.type === 'text' && isJsonObject(block)) return [{ kind: 'plain', json: JSON.stringify(block) }];
  if (part.type === 'media') return [plain(renderMedia(part, warnings))];
  return renderText(part.type === 'json' ? JSON.stringify(part.value) : part.text);
}

function renderResult({ callId, status, content }: ToolResultPart, warnings: ModelWarning[]): RenderedBlock {
  const failed = status !== 'success';
  const blocks = content
    .flatMap((part) => renderUserPart(part, warnings))
    .flatMap((block) => (block.kind === 'plain' ? [block.json] : []));
  // An error must say something.
  if (failed && blocks.length === 0) blocks.push(textBlock(`The call ${status}.`).json);
  return { kind: 'result', id: renderCallId(callId), content: blocks, failed };
}

function renderAssistant({ content }: AssistantMessage, warnings: ModelWarning[]): RenderedMessage {
  const blocks = content.flatMap((part) => renderAssistantPart(part, warnings));
  const containers = content.map((part) => dataOf(part).container).filter(isJsonObject);
  return { blocks, warnings, container: containers.at(-1) };
}

function dataOf({ providerData }: AssistantPart | UserPart): JsonObject {
  return providerData?.[messagesDataKey] ?? {};
}

/** Sources have no place here: what they were made of stands at the text. State of others is neither sent nor shown. */
function renderAssistantPart(part: AssistantPart, warnings: ModelWarning[]): RenderedBlock[] {
  switch (part.type) {
    case 'text':
      return renderAnswerText(part);
    case 'json':
      return renderText(JSON.stringify(part.value));
    case 'reasoning':
      return renderThinking(part.text, dataOf(part));
    case 'tool-call': {
      const { block } = dataOf(part);
      const { callId, name, input } = part;
      if (part.executor === 'provider') {
        if (!isJsonObject(block)) return [];
        return [
          { kind: 'server-call', id: callId, json: JSON.stringify({ ...block, id: callId, name, input }) },
        ];
      }
      const rest = JSON.stringify({ name, input, ...(isJsonObject(block) && block) });
      return [{ kind: 'call', id: renderCallId(callId), name, rest: `,${rest.slice(1, -1)}` }];
    }
    case 'tool-result': {
      const { block } = dataOf(part);
      return isJsonObject(block)
        ? [{ kind: 'server-result', id: part.callId, json: JSON.stringify(block) }]
        : [];
    }
    case 'media':
      warnings.push({
        type: 'warning',
        code: 'unsupported-part',
        message: 'Media of the model itself were left out',
        details: { mediaType: part.mediaType },
      });
      return [];
    default:
      return [];
  }
}

function renderAnswerText(part: TextPart): RenderedBlock[] {
  const { citations, block } = dataOf(part);
  if (isJsonObject(block)) return [{ kind: 'plain', json: JSON.stringify(block) }];
  if (part.text.trim() === '') return [];
  const cited = Array.isArray(citations) && citations.length > 0;
  return [
    { kind: 'plain', json: JSON.stringify({ type: 'text', text: part.text, ...(cited && { citations }) }) },
  ];
}

function renderThinking(text: string, { signature, redacted, model }: JsonObject): RenderedBlock[] {
  if (typeof model !== 'string') return [];
  if (typeof redacted === 'string') {
    const json = JSON.stringify({ type: 'redacted_thinking', data: redacted } satisfies WireBlock);
    return [{ kind: 'thinking', model, json }];
  }
  if (typeof signature !== 'string') return [];
  const json = JSON.stringify({ type: 'thinking', thinking: text, signature } satisfies WireBlock);
  return [{ kind: 'thinking', model, json }];
}
