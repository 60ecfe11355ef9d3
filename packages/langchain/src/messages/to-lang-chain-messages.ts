import {
  AIMessage,
  type BaseMessage,
  type ContentBlock,
  HumanMessage,
  type MessageContent,
  SystemMessage,
  ToolMessage,
} from '@langchain/core/messages';
import {
  type AssistantMessage,
  type AssistantPart,
  type Message,
  textOf,
  type ToolMessage as OurToolMessage,
} from '@pegboard/core';
import { keep } from './kept-parts.ts';
import { renderContent, renderMedia } from './render-content.ts';
import { renderUsage } from './usage.ts';

/** Our conversation as LangChain's: each tool result is a message of its own there. `fromLangChainMessages` gives the same conversation back. */
export function toLangChainMessages(messages: readonly Message[]): BaseMessage[] {
  return messages.flatMap((message): BaseMessage[] => {
    const { id } = message;
    switch (message.role) {
      case 'system':
        return [new SystemMessage({ id, content: textOf(message) })];
      case 'user': {
        const { trust } = message;
        const additional_kwargs = keep(trust ? { trust } : {});
        return [new HumanMessage({ id, content: renderContent(message.content), additional_kwargs })];
      }
      case 'assistant':
        return [new AIMessage(renderAssistant(message))];
      case 'tool':
        return renderResults(message);
    }
  });
}

/** The fields of an `AIMessage`: text as a string, and blocks where there is reasoning or media. */
export function renderAssistant(message: AssistantMessage) {
  const { id, content, origin, finish, usage } = message;
  const usage_metadata = usage && renderUsage(usage);
  return {
    id,
    content: assistantContent(content),
    tool_calls: content.flatMap((part) =>
      part.type === 'tool-call' && part.executor === 'client'
        ? [{ type: 'tool_call' as const, id: part.callId, name: part.name, args: { ...part.input } }]
        : [],
    ),
    // LangChain's declarations make it `never` for programs with exactOptionalPropertyTypes.
    ...(usage_metadata && { usage_metadata: usage_metadata as never }),
    response_metadata: {
      ...(origin && { model_name: origin.model, pegboard_provider: origin.provider }),
      ...(finish && { finish_reason: finish.raw ?? finish.unified }),
    },
    additional_kwargs: keep({ parts: content, ...(origin && { origin }), ...(finish && { finish }) }),
  };
}

function assistantContent(parts: readonly AssistantPart[]): MessageContent {
  const shown = parts.filter(({ type }) => type === 'text' || type === 'reasoning' || type === 'media');
  if (shown.every((part) => part.type === 'text')) return shown.map((part) => part.text).join('');
  return shown.flatMap((part, index): ContentBlock[] => {
    if (part.type === 'text') return [{ type: 'text', text: part.text, index }];
    if (part.type === 'reasoning') return [{ type: 'reasoning', reasoning: part.text, index }];
    return part.type === 'media' ? [renderMedia(part)] : [];
  });
}

function renderResults({ id, content }: OurToolMessage): ToolMessage[] {
  return content.map(
    (part, index) =>
      new ToolMessage({
        id: index === 0 ? id : `${id}_${index}`,
        tool_call_id: part.callId,
        name: part.name,
        status: part.status === 'success' ? 'success' : 'error',
        content: renderContent(part.content),
        additional_kwargs: keep({ status: part.status, ...(part.trust && { trust: part.trust }) }),
      }),
  );
}
