import type { AIMessage, BaseMessage } from '@langchain/core/messages';
import type { AssistantMessage, AssistantPart, JsonObject, Message, Trust } from '@pegboard/core';

/** What a LangChain message has no place for: opaque state of providers, who wrote it, where data came from. It is plain JSON. */
export interface Kept {
  readonly parts?: readonly AssistantPart[];
  readonly origin?: AssistantMessage['origin'];
  readonly finish?: AssistantMessage['finish'];
  readonly status?: string;
  readonly trust?: Trust;
}

const key = 'pegboard';

/** For `additional_kwargs`, which LangChain and LangGraph store and hand back. */
export function keep(kept: Kept): { readonly [key]?: Kept } {
  return Object.keys(kept).length === 0 ? {} : { [key]: kept };
}

export function keptOf(message: BaseMessage): Kept {
  const kept = message.additional_kwargs[key];
  return typeof kept === 'object' && kept !== null ? kept : {};
}

/** The parts that were kept, unless somebody has changed the message since: then what it says now counts. */
export function unchangedParts(message: AIMessage): readonly AssistantPart[] | undefined {
  const { parts } = keptOf(message);
  if (!Array.isArray(parts)) return undefined;
  const kept = parts as readonly AssistantPart[];
  const text = kept.map((part) => (part.type === 'text' ? part.text : '')).join('');
  const calls = kept.filter((part) => part.type === 'tool-call' && part.executor === 'client');
  const same =
    text === message.text &&
    calls.length === (message.tool_calls ?? []).length &&
    calls.every((call, index) => call.type === 'tool-call' && sameCall(call, message.tool_calls?.[index]));
  return same ? kept : undefined;
}

interface Call {
  readonly name: string;
  readonly input: JsonObject;
}

function sameCall(
  { name, input }: Call,
  call: { readonly name: string; readonly args: Record<string, unknown> } | undefined,
): boolean {
  return name === call?.name && JSON.stringify(input) === JSON.stringify(call.args);
}

/** The id of a message, or one made of its place. */
export function idOf(message: BaseMessage, index: number): Message['id'] {
  return message.id || `lc_${index}`;
}
