import type { JsonObject, JsonValue, ModelSettings, ToolChoice } from '@pegboard/core';
import type { WireMessage, WireRequest } from '../../provider/wire-format.ts';
import { asText, isObject, objectsIn } from '../lib/shape.ts';

type Media = NonNullable<WireMessage['media']>[number];

/** Reads a request that passed the validator, so its shape is known. */
export function readRequest(body: JsonObject): WireRequest {
  const system = textOf(body.system);
  const toolChoice = readToolChoice(object(body.tool_choice));
  const format = object(object(body.output_config).format ?? body.output_format);
  return {
    model: asText(body.model),
    messages: [
      ...(system === '' ? [] : [{ role: 'system', text: system } as const]),
      ...objectsIn(body.messages).flatMap(readMessage),
    ],
    tools: objectsIn(body.tools).map(({ name, description, input_schema: schema }) => ({
      name: asText(name),
      ...(description !== undefined && { description: asText(description) }),
      ...(schema !== undefined && { schema: object(schema) }),
    })),
    ...(toolChoice !== undefined && { toolChoice }),
    settings: readSettings(body),
    ...(format.schema !== undefined && { outputSchema: object(format.schema) }),
  };
}

/** A user message may hold results: they are messages of their own. */
function readMessage(message: JsonObject): WireMessage[] {
  const role = asText(message.role) as Exclude<WireMessage['role'], 'tool'>;
  if (typeof message.content === 'string') return [{ role, text: message.content }];
  const blocks = objectsIn(message.content);
  const results = blocks.filter(({ type }) => type === 'tool_result');
  const rest = blocks.filter(({ type }) => type !== 'tool_result');
  const said = readBlocks(role, rest);
  return [...results.map(readResult), ...(rest.length > 0 ? [said] : [])];
}

function readBlocks(role: WireMessage['role'], blocks: readonly JsonObject[]): WireMessage {
  const calls = blocks
    .filter(({ type }) => type === 'tool_use')
    .map(({ id, name, input }) => ({ callId: asText(id), name: asText(name), input: input ?? null }));
  const media = blocks.flatMap(readMedia);
  return {
    role,
    text: textOf(blocks),
    ...(calls.length > 0 && { calls }),
    ...(media.length > 0 && { media }),
  };
}

function readResult({ tool_use_id: callId, content }: JsonObject): WireMessage {
  const media = objectsIn(content).flatMap(readMedia);
  return {
    role: 'tool',
    text: textOf(content),
    callId: asText(callId),
    ...(media.length > 0 && { media }),
  };
}

function readMedia({ type, source }: JsonObject): Media[] {
  if (type !== 'image' && type !== 'document') return [];
  const { url, media_type: mediaType, data } = object(source);
  if (url !== undefined) return [{ mediaType: '', url: asText(url) }];
  return data === undefined ? [] : [{ mediaType: asText(mediaType), data: asText(data) }];
}

function readToolChoice(choice: JsonObject): ToolChoice | undefined {
  switch (choice.type) {
    case 'auto':
    case 'none':
      return choice.type;
    case 'any':
      return 'required';
    case 'tool':
      return { tool: asText(choice.name) };
    default:
      return undefined;
  }
}

function readSettings(body: JsonObject): ModelSettings {
  const { disable_parallel_tool_use: single } = object(body.tool_choice);
  const { budget_tokens: budgetTokens } = object(body.thinking);
  const settings: Record<string, unknown> = {
    maxTokens: body.max_tokens,
    stop: body.stop_sequences,
    temperature: body.temperature,
    topP: body.top_p,
    parallelToolCalls: single === undefined ? undefined : single !== true,
    reasoning: budgetTokens === undefined ? object(body.output_config).effort : { budgetTokens },
  };
  return Object.fromEntries(
    Object.entries(settings).filter(([, value]) => value !== undefined && value !== null),
  );
}

function textOf(content: JsonValue | readonly JsonObject[] | undefined): string {
  if (typeof content === 'string') return content;
  // A list of blocks is JSON too.
  return objectsIn(content as JsonValue | undefined)
    .map((block) => (block.type === 'text' ? asText(block.text) : ''))
    .join('');
}

function object(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}
