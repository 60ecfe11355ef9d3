import type { JsonObject, JsonValue, ModelSettings } from '@pegboard/core';
import type { WireMessage, WireRequest } from '../../provider/wire-format.ts';

/** Reads a request that passed the validator, so its shape is known. */
export function readRequest(body: JsonObject): WireRequest {
  const { format } = body;
  return {
    model: text(body.model),
    messages: readMessages(list(body.messages)),
    tools: list(body.tools)
      .map((tool) => object(tool.function))
      .map((tool) => ({
        name: text(tool.name),
        ...(tool.description !== undefined && { description: text(tool.description) }),
        ...(tool.parameters !== undefined && { schema: object(tool.parameters) }),
      })),
    settings: readSettings(object(body.options), body.think),
    ...(typeof format === 'object' && format !== null && { outputSchema: object(format) }),
  };
}

/** Results keep the order of the calls, so those without an id get that of the call that comes next. */
function readMessages(messages: readonly JsonObject[]): WireMessage[] {
  let open: readonly string[] = [];
  return messages.map((message, at) => {
    const calls = list(message.tool_calls).map((call, index) => ({
      callId: call.id === undefined ? `call ${at}.${index}` : text(call.id),
      name: text(object(call.function).name),
      input: object(call.function).arguments ?? {},
    }));
    const [next = '', ...rest] = open;
    open = message.role === 'tool' ? rest : calls.map(({ callId }) => callId);
    const media = readImages(message.images);
    return {
      // The validator knows the roles.
      role: text(message.role) as WireMessage['role'],
      text: text(message.content),
      ...(calls.length > 0 && { calls }),
      ...(message.role === 'tool' && { callId: next }),
      ...(media.length > 0 && { media }),
    };
  });
}

function readImages(images: JsonValue | undefined): NonNullable<WireMessage['media']> {
  const all = Array.isArray(images) ? (images as readonly string[]) : [];
  return all.map((data) => ({ mediaType: mediaTypeOf(data), data }));
}

function mediaTypeOf(data: string): string {
  if (data.startsWith('iVBOR')) return 'image/png';
  return data.startsWith('/9j/') ? 'image/jpeg' : 'image/webp';
}

function readSettings(options: JsonObject, think: JsonValue | undefined): ModelSettings {
  const settings: Record<string, unknown> = {
    temperature: options.temperature,
    topP: options.top_p,
    maxTokens: options.num_predict,
    seed: options.seed,
    stop: options.stop,
    // True leaves the depth to the model.
    reasoning: think === true ? 'medium' : think === false ? 'none' : think,
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
