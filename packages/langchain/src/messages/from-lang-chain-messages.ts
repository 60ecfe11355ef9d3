import {
  AIMessage,
  type BaseMessage,
  type BaseMessageLike,
  coerceMessageLikeToMessage,
  ToolMessage,
} from '@langchain/core/messages';
import {
  type AssistantPart,
  ConfigError,
  type JsonObject,
  type Message,
  type ToolResultPart,
  type ToolStatus,
  type UserPart,
} from '@pegboard/core';
import { idOf, keptOf, unchangedParts } from './kept-parts.ts';
import { readContent } from './read-content.ts';
import { readUsage } from './usage.ts';

/**
 * A LangChain conversation as ours. Tool messages behind one answer become one message; what came from `toLangChainMessages` or a
 * `toLangChainModel` gets its opaque state back, unless it was changed since. Throws `ConfigError` for what has no place in a conversation.
 */
export function fromLangChainMessages(messages: readonly BaseMessageLike[]): readonly Message[] {
  const converted: Message[] = [];
  const names = new Map<string, string>();
  for (const [index, like] of messages.entries()) {
    const message = fromMessage(coerceMessageLikeToMessage(like), index, names);
    const last = converted.at(-1);
    if (message.role === 'tool' && last?.role === 'tool')
      converted[converted.length - 1] = { ...last, content: [...last.content, ...message.content] };
    else converted.push(message);
  }
  return converted;
}

function fromMessage(message: BaseMessage, index: number, names: Map<string, string>): Message {
  const id = idOf(message, index);
  if (AIMessage.isInstance(message)) return fromAssistant(message, id, names);
  if (ToolMessage.isInstance(message))
    return { id, role: 'tool', content: [fromToolMessage(message, names)] };
  switch (message.type) {
    case 'system':
    case 'developer':
      return { id, role: 'system', content: [{ type: 'text', text: message.text }] };
    case 'human':
    case 'generic': {
      const { trust } = keptOf(message);
      return { id, role: 'user', content: readContent(message), ...(trust && { trust }) };
    }
    default:
      throw new ConfigError({
        code: 'invalid-input',
        what: 'A LangChain message has no place in a conversation with a model',
        evidence: `message ${index} is of type ${message.type}`,
        fix: 'Pass system, human, ai and tool messages',
      });
  }
}

function fromAssistant(message: AIMessage, id: string, names: Map<string, string>): Message {
  const { origin, finish } = keptOf(message);
  const usage = readUsage(message.usage_metadata);
  const content = unchangedParts(message) ?? assistantParts(message, id);
  for (const part of content) if (part.type === 'tool-call') names.set(part.callId, part.name);
  return {
    id,
    role: 'assistant',
    content,
    ...(origin && { origin }),
    ...(finish && { finish }),
    ...(usage && { usage }),
  };
}

/** Vendors put their calls among the blocks as well; `tool_calls` has them all. Other blocks are the vendor's own. */
function assistantParts(message: AIMessage, id: string): readonly AssistantPart[] {
  const blocks = message.contentBlocks.flatMap((block): readonly AssistantPart[] =>
    block.type === 'reasoning' && typeof block.reasoning === 'string'
      ? [{ type: 'reasoning', text: block.reasoning }]
      : [],
  );
  const shown = readContent(message).filter((part: UserPart) => part.type !== 'json');
  const calls = (message.tool_calls ?? []).map((call, index): AssistantPart => ({
    type: 'tool-call',
    callId: call.id || `${id}_${index}`,
    name: call.name,
    input: call.args as JsonObject, // LangChain has read it from JSON
    executor: 'client',
  }));
  return [...blocks, ...shown, ...calls];
}

const statuses: Readonly<Record<string, ToolStatus>> = {
  success: 'success',
  failed: 'failed',
  denied: 'denied',
  retry: 'retry',
  interrupted: 'interrupted',
};

function fromToolMessage(message: ToolMessage, names: ReadonlyMap<string, string>): ToolResultPart {
  const { status = '', trust } = keptOf(message);
  const content = readContent(message);
  const said = message.status === 'error' ? 'failed' : 'success';
  const callId = message.tool_call_id;
  return {
    type: 'tool-result',
    callId,
    name: message.name ?? names.get(callId) ?? 'tool',
    status: statuses[status] ?? said,
    content: content.length > 0 ? content : [{ type: 'text', text: '(empty)' }],
    executor: 'client',
    ...(trust && { trust }),
  };
}
