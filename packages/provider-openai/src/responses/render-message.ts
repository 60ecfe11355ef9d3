import {
  isJsonObject,
  type JsonObject,
  type Message,
  type ModelWarning,
  type ToolMessage,
  type UserMessage,
} from '@pegboard/core/provider';
import { renderCallId } from '../chat/call-id.ts';
import { responsesDataKey } from './profile.ts';
import { type OwnItems, renderAssistant } from './render-assistant.ts';
import { renderContent, shorten } from './render-content.ts';
import type { InputItem } from './wire.ts';

/** One of our messages as items of the input. */
export function renderMessage(
  message: Message,
  own: OwnItems,
  warnings: ModelWarning[],
): readonly (InputItem | JsonObject)[] {
  switch (message.role) {
    case 'system': {
      const content = renderContent(message.content, warnings);
      return content.length === 0 ? [] : [{ role: 'system', content: shorten(content) }];
    }
    case 'user':
      return renderUser(message, warnings);
    case 'assistant':
      return renderAssistant(message, own, warnings);
    case 'tool':
      return renderResults(message, warnings);
    default:
      return [];
  }
}

/** A part that carries an item of the API (an answer to `mcp_approval_request`, say) is sent as that item. */
function renderUser({ content }: UserMessage, warnings: ModelWarning[]): (InputItem | JsonObject)[] {
  const items = content.flatMap(({ providerData }) => providerData?.[responsesDataKey]?.item ?? []);
  const rest = content.filter(({ providerData }) => !providerData?.[responsesDataKey]?.item);
  if (items.length > 0 && rest.length === 0) return items.filter(isJsonObject);
  return [...items.filter(isJsonObject), { role: 'user', content: shorten(renderContent(rest, warnings)) }];
}

function renderResults({ content }: ToolMessage, warnings: ModelWarning[]): InputItem[] {
  return content.map((result) => ({
    type: 'function_call_output',
    call_id: renderCallId(result.callId),
    output: shorten(renderContent(result.content, warnings)),
  }));
}
