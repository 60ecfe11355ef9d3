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

interface KnownResult {
  readonly part: ToolResultPart;
  readonly home: ToolMessage;
}

/**
 * The result of each call: the first between its message and the next of the model. One that stands elsewhere counts when only one call of
 * the history has that id, since some hosts begin their ids anew with each answer.
 */
function collectResults(messages: readonly Message[]): ReadonlyMap<ToolCallPart, KnownResult> {
  const known = new Map<ToolCallPart, KnownResult>();
  const strays: KnownResult[] = [];
  let open: ToolCallPart[] = [];
  for (const message of messages) {
    if (message.role === 'assistant') open = [...clientCalls(message)];
    if (message.role !== 'tool') continue;
    for (const part of message.content) {
      const at = open.findIndex((call) => call.callId === part.callId);
      const [call] = at < 0 ? [] : open.splice(at, 1);
      if (call) known.set(call, { part, home: message });
      else strays.push({ part, home: message });
    }
  }
  const calls = Map.groupBy(messages.flatMap(clientCalls), (call) => call.callId);
  for (const stray of strays) {
    const [call, ...others] = calls.get(stray.part.callId) ?? [];
    if (call && others.length === 0 && !known.has(call)) known.set(call, stray);
  }
  return known;
}

function answersOf(
  message: AssistantMessage,
  known: ReadonlyMap<ToolCallPart, KnownResult>,
): ToolMessage | undefined {
  const calls = clientCalls(message);
  if (calls.length === 0) return undefined;
  const content = calls.map((call) => known.get(call)?.part ?? interruptedResult(call));
  const home = calls.map((call) => known.get(call)?.home).find(Boolean);
  const unchanged = home?.content.length === content.length;
  if (unchanged && home.content.every((part, index) => part === content[index])) return home;
  // A message that holds results of several answers gives its id to one of them.
  const heir = home !== undefined && content.includes(home.content[0] as ToolResultPart);
  return { id: heir ? home.id : `${message.id}_results`, role: 'tool', content };
}

function interruptedResult({ callId, name }: ToolCallPart): ToolResultPart {
  const content = [{ type: 'text', text: 'Interrupted: this call has no result.' }] as const;
  return { type: 'tool-result', callId, name, status: 'interrupted', content, executor: 'client' };
}

function mergeUsers(first: UserMessage, second: UserMessage): UserMessage {
  return { ...second, ...first, content: [...first.content, ...second.content] };
}
