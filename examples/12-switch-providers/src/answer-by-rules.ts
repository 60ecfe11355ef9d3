import {
  type AssistantPart,
  type JsonObject,
  type Message,
  text,
  toolMessage,
  type ToolResultPart,
} from '@pegboard/core';
import { local } from '@pegboard/provider-local';
import type { WireAnswer, WireBlock, WireMessage, WireRequest } from '@pegboard/testing';

let answers = 0;

/** What the local rules make of a request, whichever wire format it came in. */
export async function answerByRules({ messages, tools }: WireRequest): Promise<WireAnswer> {
  const id = `msg_${++answers}`;
  const request = {
    model: 'rules',
    messages: messages.map(toMessage),
    tools: tools.map(({ name, description = '', schema = {} }) => ({
      name,
      description,
      inputSchema: schema,
    })),
    builtinTools: [],
    toolChoice: 'auto',
    settings: {},
    deltas: false,
    signal: new AbortController().signal,
  } as const;
  const blocks: WireBlock[] = [];
  for await (const batch of local().stream(request)) {
    for (const event of batch) {
      if (event.type !== 'part') continue;
      if (event.part.type === 'tool-call') blocks.push(toCall(id, blocks.length, event.part));
      if (event.part.type === 'text') blocks.push({ type: 'text', pieces: [event.part.text] });
    }
  }
  return { id, blocks };
}

function toCall(
  answer: string,
  at: number,
  { name, args }: { name: string; args: string | JsonObject },
): WireBlock {
  const pieces = [typeof args === 'string' ? args : JSON.stringify(args)];
  return { type: 'call', id: `call_${answer}_${at}`, name, pieces };
}

function toMessage({ role, text: said, calls = [], callId = '' }: WireMessage, at: number): Message {
  const id = `m${at}`;
  const content = said === '' ? [] : [text(said)];
  if (role === 'tool') {
    const result: ToolResultPart = {
      type: 'tool-result',
      callId,
      name: 'tool',
      status: 'success',
      content,
      executor: 'client',
    };
    return toolMessage([result]);
  }
  if (role !== 'assistant') return { id, role, content };
  const parts = calls.map((call): AssistantPart => ({
    ...call,
    type: 'tool-call',
    // Arguments on the wire are objects, or texts of objects.
    input: call.input as JsonObject,
    executor: 'client',
  }));
  return { id, role, content: [...content, ...parts] };
}
