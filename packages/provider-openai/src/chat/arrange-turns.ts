import type { ChatQuirks } from './profile.ts';
import { toText } from './text-parts.ts';
import type { HostAssistant, HostMessage, HostUserPart } from './wire.ts';

/** Puts messages into an order that strict hosts and templates take. */
export function arrangeTurns(
  messages: readonly HostMessage[],
  turns: Exclude<ChatQuirks['turns'], 'any'>,
): HostMessage[] {
  return answerResults(turns === 'alternating' ? joinNeighbours(collectSystem(messages)) : messages);
}

/** The answer that a user message after tool results needs before it. */
const standIn: HostAssistant = { role: 'assistant', content: 'OK' };

function answerResults(messages: readonly HostMessage[]): HostMessage[] {
  return messages.flatMap((message, at) =>
    message.role === 'user' && messages[at - 1]?.role === 'tool' ? [standIn, message] : [message],
  );
}

type SystemMessage = Extract<HostMessage, { role: 'system' | 'developer' }>;

/** One system message stands at the start; later ones are said by the user. */
function collectSystem(messages: readonly HostMessage[]): HostMessage[] {
  const from = messages.findIndex((message) => !isSystem(message));
  const start = messages.slice(0, from === -1 ? messages.length : from).filter(isSystem);
  const rest = messages
    .slice(start.length)
    .map((message): HostMessage =>
      isSystem(message) ? { role: 'user', content: message.content } : message,
    );
  const [first] = start;
  if (first === undefined) return rest;
  const content = start.map((message) => plain(message.content)).join('\n\n');
  return [{ role: first.role, content }, ...rest];
}

function isSystem(message: HostMessage): message is SystemMessage {
  return message.role === 'system' || message.role === 'developer';
}

function plain(content: SystemMessage['content']): string {
  return typeof content === 'string' ? content : content.map(({ text }) => text).join('\n');
}

/** Two messages of one role in a row are one; tool messages are never joined. */
function joinNeighbours(messages: readonly HostMessage[]): HostMessage[] {
  const joined: HostMessage[] = [];
  for (const message of messages) {
    const last = joined.at(-1);
    if (message.role === 'user' && last?.role === 'user')
      joined[joined.length - 1] = {
        role: 'user',
        content: [...partsOf(last.content), ...partsOf(message.content)],
      };
    else if (message.role === 'assistant' && last?.role === 'assistant' && !last.tool_calls)
      joined[joined.length - 1] = { ...last, ...message, content: joinContent(last, message) };
    else joined.push(message);
  }
  return joined;
}

function partsOf(content: string | readonly HostUserPart[]): HostUserPart[] {
  return typeof content === 'string' ? (content === '' ? [] : [toText(content)]) : [...content];
}

function joinContent(first: HostAssistant, second: HostAssistant): HostAssistant['content'] {
  const { content: before } = first;
  const { content: after } = second;
  if (before === null || before === '') return after;
  if (after === null || after === '') return before;
  if (typeof before === 'string' && typeof after === 'string') return `${before}\n\n${after}`;
  const list = (content: typeof before): Exclude<typeof before, string> =>
    typeof content === 'string' ? [toText(content)] : content;
  return [...list(before), ...list(after)];
}
