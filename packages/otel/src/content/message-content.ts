import type { Attributes } from '@opentelemetry/api';
import type {
  AssistantPart,
  JsonValue,
  Message,
  ModelPart,
  ModelRequest,
  ToolContentPart,
} from '@pegboard/core';
import { genAi } from '../names.ts';
import type { Telemetry } from '../telemetry.ts';

type Text = Telemetry['text'];
type Part = { readonly type: string; readonly [key: string]: JsonValue | undefined };

/** What the model was sent, as the conventions write conversations: JSON text. */
export function requestContent(request: ModelRequest, { text, captures }: Telemetry): Attributes {
  const { messages, tools, builtinTools } = request;
  // Instructions stand in front of the conversation.
  const [first] = messages;
  const instructions = first?.role === 'system' ? first : undefined;
  const told = instructions ? messages.slice(1) : messages;
  const definitions = [
    ...tools.map(({ name, description, inputSchema }) => ({
      type: 'function',
      name,
      description,
      parameters: inputSchema,
    })),
    ...builtinTools.map(({ type }) => ({ type, name: type })),
  ];
  return {
    [genAi.inputMessages]: JSON.stringify(told.map((message) => messageOf(message, text))),
    ...(instructions &&
      captures('all') && {
        [genAi.instructions]: JSON.stringify(instructions.content.flatMap((part) => partOf(part, text))),
      }),
    ...(definitions.length > 0 &&
      captures('all') && { [genAi.toolDefinitions]: JSON.stringify(definitions) }),
  };
}

/** What the model answered. */
export function responseContent(parts: readonly ModelPart[], { text }: Telemetry): Attributes {
  const message = { role: 'assistant', parts: parts.flatMap((part) => partOf(part, text)) };
  return { [genAi.outputMessages]: JSON.stringify([message]) };
}

function messageOf({ role, content }: Message, text: Text): { role: string; parts: readonly Part[] } {
  return { role, parts: content.flatMap((part: AssistantPart) => partOf(part, text)) };
}

function partOf(part: AssistantPart | ModelPart, text: Text): readonly Part[] {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return part.text === '' ? [] : [{ type: part.type, content: text(part.text) }];
    case 'tool-call': {
      const given = 'input' in part ? part.input : part.args;
      return [{ type: 'tool_call', id: part.callId, name: part.name, arguments: recorded(given, text) }];
    }
    case 'tool-result':
      return [
        {
          type: 'tool_call_response',
          id: part.callId,
          response: part.content.map((one) => shown(one, text)),
        },
      ];
    case 'json':
      return [{ type: 'text', content: text(JSON.stringify(part.value)) }];
    case 'media': {
      const { mediaType, url } = part;
      const modality = mediaType.split('/')[0] ?? mediaType;
      // Bytes are never recorded.
      const kind = url === undefined ? { type: 'blob', content: '' } : { type: 'uri', uri: text(url) };
      return [{ ...kind, mime_type: mediaType, modality }];
    }
    case 'source':
      return [];
  }
}

function shown(part: ToolContentPart, text: Text): JsonValue {
  if (part.type === 'text') return text(part.text);
  return part.type === 'json' ? recorded(part.value, text) : `(${part.mediaType})`;
}

/** Short values keep their structure; redaction sees them as text. */
export function recorded(value: JsonValue, text: Text): JsonValue {
  const written = typeof value === 'string' ? value : JSON.stringify(value);
  const kept = text(written);
  return kept === written ? value : kept;
}
