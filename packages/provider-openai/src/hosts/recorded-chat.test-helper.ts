import type {
  AssistantPart,
  JsonObject,
  JsonValue,
  Message,
  ToolContentPart,
  ToolResultPart,
} from '@pegboard/core/provider';
import { plain } from '../recordings.test-helper.ts';

interface Origin {
  readonly provider: string;
  readonly model: string;
}

/** The conversation of a recorded request in our form; answers are of the same host. */
export function toChatHistory(body: JsonObject, origin: Origin): Message[] {
  const messages: Message[] = [];
  // As recorded: a list of messages.
  for (const message of body.messages as JsonObject[]) {
    const id = `m${messages.length}`;
    const last = messages.at(-1);
    if (message.role === 'system')
      messages.push({ id, role: 'system', content: [{ type: 'text', text: textOf(message.content) }] });
    else if (message.role === 'user')
      messages.push({ id, role: 'user', content: contentOf(message.content) });
    else if (message.role === 'tool') {
      const part = toResult(message);
      if (last?.role === 'tool')
        messages[messages.length - 1] = { ...last, content: [...last.content, part] };
      else messages.push({ id, role: 'tool', content: [part] });
    } else messages.push({ id, role: 'assistant', origin, content: toAnswer(message) });
  }
  return messages;
}

function toAnswer(message: JsonObject): AssistantPart[] {
  const reasoning = message.reasoning ?? message.reasoning_content ?? thinkingOf(message.content);
  const text = textOf(message.content);
  return [
    ...(typeof reasoning === 'string' && reasoning !== ''
      ? [{ type: 'reasoning', text: reasoning } as const]
      : []),
    ...(text === '' ? [] : [{ type: 'text', text } as const]),
    ...((message.tool_calls ?? []) as JsonObject[]).map((call): AssistantPart => {
      const called = call.function as JsonObject;
      const input = JSON.parse(plain(called.arguments)) as JsonObject;
      return {
        type: 'tool-call',
        callId: plain(call.id),
        name: plain(called.name),
        input,
        executor: 'client',
      };
    }),
  ];
}

function toResult(message: JsonObject): ToolResultPart {
  return {
    type: 'tool-result',
    callId: plain(message.tool_call_id),
    name: 'tool',
    status: 'success',
    content: contentOf(message.content),
    executor: 'client',
  };
}

function contentOf(content: JsonValue | undefined): ToolContentPart[] {
  return listOf(content).map((part): ToolContentPart => {
    const address = (part.image_url ?? part.video_url) as JsonObject | undefined;
    if (!address) return { type: 'text', text: plain(part.text) };
    const mediaType = part.type === 'video_url' ? 'video/mp4' : 'image/*';
    return { type: 'media', mediaType, url: plain(address.url) };
  });
}

function listOf(content: JsonValue | undefined): JsonObject[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return Array.isArray(content) ? (content as JsonObject[]) : [];
}

function textOf(content: JsonValue | undefined): string {
  return listOf(content)
    .map(({ text = '' }) => plain(text))
    .join('');
}

function thinkingOf(content: JsonValue | undefined): string {
  return listOf(content)
    .flatMap(({ thinking }) => (thinking ?? []) as JsonObject[])
    .map(({ text }) => plain(text))
    .join('');
}

/** What must be equal in two requests; ids may be renamed in pairs, and the recording client made its own choices for the rest. */
export function toChatFacts(body: JsonObject): object[] {
  const ids: JsonValue[] = [];
  const numberOf = (id: JsonValue | undefined): number | undefined =>
    id === undefined ? undefined : ids.includes(id) ? ids.indexOf(id) : ids.push(id) - 1;
  return (body.messages as JsonObject[]).map((message) => ({
    role: message.role,
    text: textOf(message.content),
    reasoning: message.reasoning ?? (message.reasoning_content || thinkingOf(message.content) || undefined),
    media: listOf(message.content).flatMap(({ image_url: image, video_url: video }) => image ?? video ?? []),
    calls: ((message.tool_calls ?? []) as JsonObject[]).map((call) => {
      const called = call.function as JsonObject;
      return [numberOf(call.id), called.name, JSON.parse(plain(called.arguments)) as JsonValue];
    }),
    result: numberOf(message.tool_call_id),
  }));
}
