import type { JsonObject, JsonValue, ModelSettings, ToolChoice } from '@pegboard/core';
import type { WireMessage, WireRequest } from '../../provider/wire-format.ts';

/** Reads a request that passed the validator, so its shape is known. */
export function readRequest(body: JsonObject): WireRequest {
  const tools = list(body.tools).map((tool) => object(tool.function));
  const toolChoice = readToolChoice(body.tool_choice);
  const format = object(object(body.response_format).json_schema).schema;
  return {
    model: text(body.model),
    messages: list(body.messages).map(readMessage),
    tools: tools.map((tool) => ({
      name: text(tool.name),
      ...(tool.description !== undefined && { description: text(tool.description) }),
      ...(tool.parameters !== undefined && { schema: object(tool.parameters) }),
    })),
    ...(toolChoice !== undefined && { toolChoice }),
    settings: readSettings(body),
    ...(format !== undefined && { outputSchema: object(format) }),
  };
}

function readMessage(message: JsonObject): WireMessage {
  const role = message.role === 'developer' ? 'system' : (text(message.role) as WireMessage['role']);
  const parts = Array.isArray(message.content) ? list(message.content) : [];
  const media = parts.flatMap(readMedia);
  const calls = list(message.tool_calls).map((call) => ({
    callId: text(call.id),
    name: text(object(call.function).name),
    input: JSON.parse(text(object(call.function).arguments)) as JsonValue,
  }));
  const joined = parts.map((part) => (part.type === 'text' ? text(part.text) : '')).join('');
  return {
    role,
    text: typeof message.content === 'string' ? message.content : joined,
    ...(calls.length > 0 && { calls }),
    ...(message.tool_call_id !== undefined && { callId: text(message.tool_call_id) }),
    ...(media.length > 0 && { media }),
  };
}

function readMedia(part: JsonObject): NonNullable<WireMessage['media']>[number][] {
  if (part.type === 'image_url') return [fromUrl(text(object(part.image_url).url))];
  if (part.type === 'file') return [fromUrl(text(object(part.file).file_data))];
  if (part.type !== 'input_audio') return [];
  const audio = object(part.input_audio);
  return [{ mediaType: `audio/${text(audio.format)}`, data: text(audio.data) }];
}

function fromUrl(url: string): NonNullable<WireMessage['media']>[number] {
  const [, mediaType, data] = /^data:([^;,]*);base64,(.*)$/s.exec(url) ?? [];
  return mediaType === undefined || data === undefined ? { mediaType: '', url } : { mediaType, data };
}

function readToolChoice(choice: JsonValue | undefined): ToolChoice | undefined {
  if (choice === 'auto' || choice === 'none' || choice === 'required') return choice;
  if (choice === undefined) return undefined;
  return { tool: text(object(object(choice).function).name) };
}

function readSettings(body: JsonObject): ModelSettings {
  const settings: Record<string, unknown> = {
    temperature: body.temperature,
    topP: body.top_p,
    maxTokens: body.max_completion_tokens ?? body.max_tokens,
    seed: body.seed,
    stop: typeof body.stop === 'string' ? [body.stop] : body.stop,
    reasoning: body.reasoning_effort,
    parallelToolCalls: body.parallel_tool_calls,
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

function list(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonObject[]) : [];
}

function object(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function text(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
