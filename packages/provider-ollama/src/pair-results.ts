import type {
  AssistantMessage,
  Message,
  ToolCallPart,
  ToolMessage,
  ToolResultPart,
} from '@pegboard/core/provider';

/**
 * Messages with exactly one result for each call, in the order of the calls, right behind them: the only sign by which servers without ids
 * tell results apart. A sound conversation keeps its objects.
 */
export function pairResults(messages: readonly Message[]): Message[] {
  return messages.flatMap((message, at): Message[] => {
    if (message.role === 'tool') return [];
    if (message.role !== 'assistant') return [message];
    const calls = clientCalls(message);
    if (calls.length === 0) return [message];
    const end = messages.findIndex(({ role }, index) => index > at && role !== 'tool');
    const results = messages
      .slice(at + 1, end === -1 ? undefined : end)
      .filter((each) => each.role === 'tool');
    return [message, answers(calls, results)];
  });
}

function clientCalls({ content }: AssistantMessage): ToolCallPart[] {
  return content.filter((part) => part.type === 'tool-call').filter(({ executor }) => executor === 'client');
}

function answers(calls: readonly ToolCallPart[], results: readonly ToolMessage[]): ToolMessage {
  const [only] = results;
  const isSound =
    results.length === 1 &&
    only?.content.length === calls.length &&
    calls.every(({ callId }, at) => only.content[at]?.callId === callId);
  if (isSound && only) return only;
  const found = new Map(results.flatMap(({ content }) => content.map((result) => [result.callId, result])));
  const content = calls.map((call) => found.get(call.callId) ?? missing(call));
  return { id: only?.id ?? '', role: 'tool', content };
}

function missing({ callId, name }: ToolCallPart): ToolResultPart {
  const content = [{ type: 'text', text: 'There is no result of this call.' }] as const;
  return { type: 'tool-result', callId, name, status: 'interrupted', content, executor: 'client' };
}
