import { AIMessageChunk, type InvalidToolCall, type MessageContent } from '@langchain/core/messages';
import { renderAssistant } from '../messages/to-lang-chain-messages.ts';
import type { Answer } from './collect-answer.ts';

/** The fields of a whole message. */
function messageFields(answer: Answer) {
  const { parts, refused, finish, usage, origin, response, warnings } = answer;
  const { id, response_metadata, ...fields } = renderAssistant({
    id: response.id ?? '',
    role: 'assistant',
    content: parts,
    origin,
    ...(finish && { finish }),
    usage,
  });
  return {
    ...fields,
    ...(id !== '' && { id }),
    invalid_tool_calls: refused.map((call): InvalidToolCall => ({ type: 'invalid_tool_call', ...call })),
    response_metadata: {
      ...response_metadata,
      ...(response.requestId !== undefined && { request_id: response.requestId }),
      ...(warnings.length > 0 && { warnings: warnings.map(({ message }) => message) }),
    },
  };
}

/** A piece of an answer that is still being written. */
export function textChunk(
  {
    kind,
    index,
    text,
  }: { readonly kind: 'text' | 'reasoning'; readonly index: number; readonly text: string },
  blocks: boolean,
): AIMessageChunk {
  if (!blocks) return new AIMessageChunk({ content: text });
  const block =
    kind === 'text' ? { type: 'text', text, index } : { type: 'reasoning', reasoning: text, index };
  return new AIMessageChunk({ content: [block] });
}

/** A whole answer; the base of LangChain's structured output wants it as a chunk. */
export function wholeChunk(answer: Answer): AIMessageChunk {
  const { content, ...rest } = messageFields(answer);
  return chunkOf(content, rest);
}

/** What is known only at the end: calls, usage, why it ended, media. Its text has been handed on. */
export function lastChunk(answer: Answer): AIMessageChunk {
  const { content, ...rest } = messageFields(answer);
  const media = typeof content === 'string' ? [] : content.filter(({ type }) => !isWritten(type));
  return chunkOf(media.length > 0 ? media : '', rest);
}

function chunkOf(
  content: MessageContent,
  { tool_calls, invalid_tool_calls, ...fields }: Omit<ReturnType<typeof messageFields>, 'content'>,
): AIMessageChunk {
  const calls = tool_calls.map(({ id, name, args }) => ({ id, name, args: JSON.stringify(args) }));
  // LangChain completes arguments that break off. A text that is no object is the one thing that it takes for invalid.
  const refused = invalid_tool_calls.map(({ id = '', name = '', args }) => ({
    id,
    name,
    args: JSON.stringify(args),
  }));
  return new AIMessageChunk({
    ...fields,
    content,
    tool_call_chunks: [...calls, ...refused].map((call, index) => ({
      type: 'tool_call_chunk' as const,
      ...call,
      index,
    })),
  });
}

function isWritten(type: string): boolean {
  return type === 'text' || type === 'reasoning';
}
