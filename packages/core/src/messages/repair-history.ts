import type {
  AssistantMessage,
  Message,
  ToolCallPart,
  ToolMessage,
  ToolResultPart,
  UserMessage,
} from '../contracts/message.ts';

/**
 * A history that every provider accepts: each call gets exactly one result right behind it, in the order of the calls; results without a
 * call go; empty messages go; adjacent user messages merge. Messages that need no repair are kept by identity, and a sound history is
 * returned as it came.
 */
export function repairHistory(messages: readonly Message[]): readonly Message[] {
  if (isSound(messages)) return messages;
  const known = collectResults(messages);
  const repaired: Message[] = [];
  for (const message of messages) {
    if (message.role === 'tool' || message.content.length === 0) continue;
    const last = repaired.at(-1);
    if (message.role === 'user' && last?.role === 'user')
      repaired[repaired.length - 1] = mergeUsers(last, message);
    else repaired.push(message);
    if (message.role === 'assistant') {
      const results = answersOf(message, known);
      if (results) repaired.push(results);
    }
  }
  return repaired;
}

/** The calls of a message that we run ourselves. */
export function clientCalls(message: Message): readonly ToolCallPart[] {
  if (message.role !== 'assistant') return [];
  return message.content.filter(
    (part) => part.type === 'tool-call' && part.executor === 'client',
  ) as ToolCallPart[];
}

function isSound(messages: readonly Message[]): boolean {
  return messages.every((message, index) => {
    const next = messages[index + 1];
    if (message.content.length === 0) return false;
    if (message.role === 'user') return next?.role !== 'user';
    if (message.role === 'assistant')
      return next?.role === 'tool' ? answers(message, next) : clientCalls(message).length === 0;
    return message.role === 'system' || messages[index - 1]?.role === 'assistant';
  });
}

function answers(message: AssistantMessage, { content }: ToolMessage): boolean {
  const calls = clientCalls(message);
  return (
    calls.length === content.length && calls.every((call, index) => content[index]?.callId === call.callId)
  );
}

interface KnownResults {
  readonly byCall: ReadonlyMap<string, ToolResultPart>;
  readonly homes: ReadonlyMap<ToolResultPart, ToolMessage>;
}

/** The first result of a call counts. */
function collectResults(messages: readonly Message[]): KnownResults {
  const byCall = new Map<string, ToolResultPart>();
  const homes = new Map<ToolResultPart, ToolMessage>();
  for (const message of messages) {
    if (message.role !== 'tool') continue;
    for (const part of message.content) {
      if (!byCall.has(part.callId)) byCall.set(part.callId, part);
      homes.set(part, message);
    }
  }
  return { byCall, homes };
}

function answersOf(message: AssistantMessage, { byCall, homes }: KnownResults): ToolMessage | undefined {
  const calls = clientCalls(message);
  if (calls.length === 0) return undefined;
  const content = calls.map((call) => byCall.get(call.callId) ?? interruptedResult(call));
  const home = content[0] && homes.get(content[0]);
  if (home && answers(message, home)) return home;
  return { id: home?.id ?? `${message.id}_results`, role: 'tool', content };
}

function interruptedResult({ callId, name }: ToolCallPart): ToolResultPart {
  const content = [{ type: 'text', text: 'Interrupted: this call has no result.' }] as const;
  return { type: 'tool-result', callId, name, status: 'interrupted', content, executor: 'client' };
}

function mergeUsers(first: UserMessage, second: UserMessage): UserMessage {
  return { ...first, content: [...first.content, ...second.content] };
}
