import type {
  AssistantPart,
  JsonObject,
  JsonValue,
  Message,
  ToolContentPart,
  ToolResultPart,
} from '@pegboard/core/provider';
import { plain } from '../recordings.test-helper.ts';
import { responsesDataKey } from './profile.ts';

/** An earlier answer of the same recording. */
export interface Earlier {
  readonly output: readonly JsonObject[] | undefined;
  readonly parts: readonly AssistantPart[];
}

/**
 * The conversation of a recorded request in our form: where an item is one that an earlier answer held, that whole answer as our reader
 * has read it, once; results and users as they are; texts and calls of others told anew.
 */
export function toHistory(body: JsonObject, before: readonly Earlier[]): Message[] {
  const input = typeof body.input === 'string' ? [{ role: 'user', content: body.input }] : body.input;
  const messages: Message[] = [];
  const told = new Set<Earlier>();
  if (typeof body.instructions === 'string') messages.push(system(body.instructions));
  // As recorded: a list of items.
  for (const item of input as JsonObject[]) {
    const earlier = before.find(({ output }) => output?.some((own) => isSame(own, item)));
    if (earlier && !told.has(earlier)) {
      told.add(earlier);
      messages.push({
        id: `m${messages.length}`,
        role: 'assistant',
        content: withCallIds(earlier, input as JsonObject[]),
      });
    } else if (!earlier) push(messages, item);
  }
  return messages;
}

function isSame(own: JsonObject, item: JsonObject): boolean {
  if (item.id !== undefined) return own.id === item.id;
  if (item.type === 'function_call') return own.type === 'function_call' && own.call_id === item.call_id;
  return item.role === 'assistant' && own.type === 'message' && textOf(own.content) === textOf(item.content);
}

/** The recording client renamed ids that a host had given twice, as the core does. */
function withCallIds({ output = [], parts }: Earlier, input: readonly JsonObject[]): AssistantPart[] {
  return parts.map((part) => {
    if (part.type !== 'tool-call' || part.executor !== 'client') return part;
    const own = output.find(({ call_id: callId }) => callId === part.callId);
    const sent = input.find(({ id, type }) => type === 'function_call' && id !== undefined && id === own?.id);
    return sent ? { ...part, callId: plain(sent.call_id) } : part;
  });
}

function system(text: string): Message {
  return { id: 's', role: 'system', content: [{ type: 'text', text }] };
}

function push(messages: Message[], item: JsonObject): void {
  const id = `m${messages.length}`;
  const last = messages.at(-1);
  if (item.role === 'system') messages.push(system(textOf(item.content)));
  else if (item.role === 'user') messages.push({ id, role: 'user', content: contentOf(item.content) });
  else if (item.role === 'assistant' || item.type === 'function_call') {
    const part = toPart(item);
    if (last?.role === 'assistant')
      messages[messages.length - 1] = { ...last, content: [...last.content, part] };
    else messages.push({ id, role: 'assistant', content: [part] });
  } else if (item.type === 'function_call_output') {
    const part = toResult(item);
    if (last?.role === 'tool') messages[messages.length - 1] = { ...last, content: [...last.content, part] };
    else messages.push({ id, role: 'tool', content: [part] });
  } else {
    const part = { type: 'json', value: {}, providerData: { [responsesDataKey]: { item } } } as const;
    messages.push({ id, role: 'user', content: [part] });
  }
}

function toPart(item: JsonObject): AssistantPart {
  if (item.role === 'assistant') return { type: 'text', text: textOf(item.content) };
  const input = JSON.parse(plain(item.arguments)) as JsonObject;
  return {
    type: 'tool-call',
    callId: plain(item.call_id),
    name: plain(item.name),
    input,
    executor: 'client',
  };
}

function toResult(item: JsonObject): ToolResultPart {
  return {
    type: 'tool-result',
    callId: plain(item.call_id),
    name: 'tool',
    status: 'success',
    content: contentOf(item.output),
    executor: 'client',
  };
}

function contentOf(content: JsonValue | undefined): ToolContentPart[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return (content as JsonObject[]).map((part): ToolContentPart => {
    const { text, image_url: image, file_url: url, file_id: fileId } = part;
    const kind = part.type === 'input_image' ? 'image/*' : 'application/pdf';
    if (typeof fileId === 'string')
      return { type: 'media', mediaType: kind, providerData: { [responsesDataKey]: { fileId } } };
    const address = image ?? url;
    return typeof address === 'string'
      ? { type: 'media', mediaType: kind, url: address }
      : { type: 'text', text: plain(text) };
  });
}

function textOf(content: JsonValue | undefined): string {
  if (typeof content === 'string') return content;
  return (content as JsonObject[]).map(({ text }) => plain(text)).join('');
}
