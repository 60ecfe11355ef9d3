import type {
  AssistantMessage,
  Message,
  ToolCallPart,
  ToolMessage,
  ToolResultPart,
} from '@pegboard/core/provider';

/**
 * The APIs refuse a call without a result and a result without a call. The core keeps them in pairs; here direct callers are helped: what
 * belongs to no call is left out, and a call that was never answered is told so. A sound conversation comes back as it is; of its messages so
 * many are known to be sound.
 */
export function pairResults(messages: readonly Message[], known = 0): readonly Message[] {
  if (isSound(messages, Math.max(0, known - 1))) return messages;
  const paired: Message[] = [];
  for (let at = 0; at < messages.length; at++) {
    const message = messages[at];
    if (message === undefined || message.role === 'tool') continue;
    paired.push(message);
    if (message.role !== 'assistant') continue;
    const following: ToolMessage[] = [];
    for (let next = messages[at + 1]; next?.role === 'tool'; next = messages[++at + 1]) following.push(next);
    const calls = clientCalls(message);
    if (calls.length > 0) paired.push(answersOf(message, calls, following));
  }
  return paired;
}

function isSound(messages: readonly Message[], from: number): boolean {
  for (let at = from; at < messages.length; at++) if (!isSoundAt(messages, at)) return false;
  return true;
}

function isSoundAt(messages: readonly Message[], at: number): boolean {
  const message = messages[at];
  if (message?.role === 'tool') return messages[at - 1]?.role === 'assistant';
  if (message?.role !== 'assistant') return true;
  const calls = clientCalls(message);
  const next = messages[at + 1];
  if (next?.role !== 'tool') return calls.length === 0;
  return (
    calls.length === next.content.length &&
    calls.every((call, index) => call.callId === next.content[index]?.callId)
  );
}

function clientCalls({ content }: AssistantMessage): ToolCallPart[] {
  return content.filter(
    (part): part is ToolCallPart => part.type === 'tool-call' && part.executor === 'client',
  );
}

function answersOf(
  message: AssistantMessage,
  calls: readonly ToolCallPart[],
  following: readonly ToolMessage[],
): ToolMessage {
  const results = following.flatMap(({ content }) => content);
  const content = calls.map((call): ToolResultPart => {
    const at = results.findIndex(({ callId }) => callId === call.callId);
    const [found] = at < 0 ? [] : results.splice(at, 1);
    return found ?? interrupted(call);
  });
  return { id: `${message.id}_results`, role: 'tool', content };
}

function interrupted({ callId, name }: ToolCallPart): ToolResultPart {
  const content = [{ type: 'text', text: 'Interrupted: this call has no result.' }] as const;
  return { type: 'tool-result', callId, name, status: 'interrupted', content, executor: 'client' };
}
