import type { AssistantMessage, AssistantPart, Message } from '../contracts/message.ts';
import type { ModelBatch, ModelEvent, ModelRequest, Provider, ToolSpec } from '../contracts/provider.ts';
import { createConversationMemo } from './conversation-memo.ts';

/** What every API takes: letters, digits, underscore, dash; at most 64; a letter or underscore first. */
const safe = /^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$/;

/**
 * Around `stream`: tool names that some API refuses get a safe one in the request and their own back in the answer. A name always
 * gets the same safe one, and conversations without such names pass as they are.
 */
export function withSafeNames(stream: Provider['stream']): Provider['stream'] {
  return (request) => {
    const mapped = mapRequest(request);
    if (mapped === request) return stream(request);
    return restoreNames(stream(mapped), ownNames(request.tools));
  };
}

function mapRequest(request: ModelRequest): ModelRequest {
  const tools = mapAll(request.tools, mapTool);
  const messages = mapMessages(request.messages);
  if (tools === request.tools && messages === request.messages) return request;
  const { toolChoice } = request;
  return {
    ...request,
    tools,
    messages,
    toolChoice: typeof toolChoice === 'string' ? toolChoice : { tool: safeName(toolChoice.tool) },
  };
}

/** The list itself when nothing in it changes. */
function mapAll<T>(list: readonly T[], map: (item: T) => T): readonly T[] {
  return list.some((item) => map(item) !== item) ? list.map(map) : list;
}

const tools = new WeakMap<ToolSpec, ToolSpec>();

/** The same object in every turn, so that a codec can keep what it rendered by identity. */
function mapTool(tool: ToolSpec): ToolSpec {
  if (safe.test(tool.name)) return tool;
  const mapped = tools.get(tool) ?? { ...tool, name: safeName(tool.name) };
  tools.set(tool, mapped);
  return mapped;
}

const memo = createConversationMemo<true>();

/** Of a conversation that had nothing to change only what is new is looked at. */
function mapMessages(list: readonly Message[]): readonly Message[] {
  const known = memo.find(list)?.length ?? 0;
  if (list.slice(known).some((message) => mapMessage(message) !== message)) return list.map(mapMessage);
  memo.keep(list, true);
  return list;
}

const messages = new WeakMap<Message, Message>();

function mapMessage(message: Message): Message {
  if (message.role !== 'assistant' && message.role !== 'tool') return message;
  const parts: readonly AssistantPart[] = message.content;
  const content = mapAll(parts, mapPart);
  // The parts keep their types: only names change.
  if (content === parts) return message;
  const mapped = messages.get(message) ?? ({ ...message, content } as AssistantMessage);
  messages.set(message, mapped);
  return mapped;
}

function mapPart(part: AssistantPart): AssistantPart {
  if (part.type !== 'tool-call' && part.type !== 'tool-result') return part;
  if (part.executor !== 'client' || safe.test(part.name)) return part;
  return { ...part, name: safeName(part.name) };
}

/** Ends in a hash of the whole name, so that two long names with one beginning stay apart. */
function safeName(name: string): string {
  if (safe.test(name)) return name;
  const readable = name.replace(/[^a-zA-Z0-9_-]+/g, '_').replace(/^[^a-zA-Z_]/, '_$&');
  return `${readable.slice(0, 55) || 'tool'}_${hash(name)}`;
}

/** FNV-1a, 32 bits: https://datatracker.ietf.org/doc/html/draft-eastlake-fnv */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return (value >>> 0).toString(16).padStart(8, '0');
}

function ownNames(list: readonly ToolSpec[]): ReadonlyMap<string, string> {
  const changed = list.filter(({ name }) => !safe.test(name));
  return new Map(changed.map(({ name }) => [safeName(name), name]));
}

async function* restoreNames(
  batches: AsyncIterable<ModelBatch>,
  names: ReadonlyMap<string, string>,
): AsyncGenerator<ModelBatch> {
  for await (const batch of batches) yield batch.map((event) => restore(event, names));
}

function restore(event: ModelEvent, names: ReadonlyMap<string, string>): ModelEvent {
  if (event.type === 'tool-call-delta') return { ...event, name: names.get(event.name) ?? event.name };
  if (event.type !== 'part' || event.part.type !== 'tool-call') return event;
  const { part } = event;
  return { ...event, part: { ...part, name: names.get(part.name) ?? part.name } };
}
