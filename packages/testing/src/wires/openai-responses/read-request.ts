import type { JsonObject, JsonValue, ModelSettings, ToolChoice } from '@pegboard/core';
import type { WireMessage, WireRequest } from '../../provider/wire-format.ts';
import { asText, isObject, objectsIn } from '../lib/shape.ts';
import { isMessage } from './validate-input.ts';

type Media = NonNullable<WireMessage['media']>[number];

/** Reads a request that passed the validator, so its shape is known. */
export function readRequest(body: JsonObject): WireRequest {
  const instructions = asText(body.instructions);
  const toolChoice = readToolChoice(body.tool_choice);
  const { schema } = object(object(body.text).format);
  return {
    model: asText(body.model),
    messages: [
      ...(instructions === '' ? [] : [{ role: 'system', text: instructions } as const]),
      ...readInput(body.input),
    ],
    tools: objectsIn(body.tools).map(({ name, description, parameters }) => ({
      name: asText(name),
      ...(isText(description) && { description }),
      ...(isObject(parameters) && { schema: parameters }),
    })),
    ...(toolChoice !== undefined && { toolChoice }),
    settings: readSettings(body),
    ...(schema !== undefined && { outputSchema: object(schema) }),
  };
}

/** What the model said in several items in a row is one message. */
function readInput(input: JsonValue | undefined): WireMessage[] {
  if (typeof input === 'string') return [{ role: 'user', text: input }];
  const messages: WireMessage[] = [];
  for (const item of objectsIn(input)) {
    const message = readItem(item);
    const last = messages.at(-1);
    if (message?.role !== 'assistant' || last?.role !== 'assistant') {
      if (message) messages.push(message);
      continue;
    }
    const calls = [...(last.calls ?? []), ...(message.calls ?? [])];
    messages[messages.length - 1] = {
      role: 'assistant',
      text: last.text + message.text,
      ...(calls.length > 0 && { calls }),
    };
  }
  return messages;
}

function readItem(item: JsonObject): WireMessage | undefined {
  if (isMessage(item)) {
    const role = item.role === 'developer' ? 'system' : (asText(item.role) as WireMessage['role']);
    return { role, ...readContent(item.content) };
  }
  const callId = asText(item.call_id);
  if (item.type === 'function_call') {
    const input = JSON.parse(asText(item.arguments)) as JsonValue;
    return { role: 'assistant', text: '', calls: [{ callId, name: asText(item.name), input }] };
  }
  if (item.type === 'function_call_output') return { role: 'tool', callId, ...readContent(item.output) };
  return undefined;
}

function readContent(content: JsonValue | undefined): Pick<WireMessage, 'text' | 'media'> {
  if (typeof content === 'string') return { text: content };
  const media = objectsIn(content).flatMap(readMedia);
  const text = objectsIn(content)
    .map((part) => asText(part.type === 'refusal' ? part.refusal : part.text))
    .join('');
  return { text, ...(media.length > 0 && { media }) };
}

function readMedia({ image_url: image, file_data: data, file_url: file }: JsonObject): Media[] {
  return [image, data, file].filter(isText).map((url) => {
    const [, mediaType, base64] = /^data:([^;,]*);base64,(.*)$/s.exec(url) ?? [];
    return mediaType === undefined || base64 === undefined
      ? { mediaType: '', url }
      : { mediaType, data: base64 };
  });
}

function readToolChoice(choice: JsonValue | undefined): ToolChoice | undefined {
  if (choice === 'auto' || choice === 'none' || choice === 'required') return choice;
  return isObject(choice) && choice.type === 'function' ? { tool: asText(choice.name) } : undefined;
}

function readSettings(body: JsonObject): ModelSettings {
  const settings: Record<string, unknown> = {
    temperature: body.temperature,
    topP: body.top_p,
    maxTokens: body.max_output_tokens,
    reasoning: object(body.reasoning).effort,
    parallelToolCalls: body.parallel_tool_calls,
  };
  return Object.fromEntries(
    Object.entries(settings).filter(([, value]) => value !== undefined && value !== null),
  );
}

function object(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function isText(value: JsonValue | undefined): value is string {
  return typeof value === 'string';
}
