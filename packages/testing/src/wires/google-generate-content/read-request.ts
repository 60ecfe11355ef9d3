import type { JsonObject, JsonValue, ModelSettings, ToolChoice } from '@pegboard/core';
import type { WireMessage, WireRequest } from '../../provider/wire-format.ts';

/** Reads a request that passed the validator, so its shape is known. */
export function readRequest(body: JsonObject, url: string): WireRequest {
  const config = object(body.generationConfig);
  const toolChoice = readToolChoice(object(object(body.toolConfig).functionCallingConfig));
  const output = config.responseJsonSchema ?? config.responseSchema;
  const system = list(object(body.systemInstruction).parts);
  return {
    model: decodeURIComponent(/\/models\/([^/:?]+):/.exec(url)?.[1] ?? ''),
    messages: [
      ...(system.length > 0 ? [{ role: 'system' as const, text: joined(system) }] : []),
      ...list(body.contents).flatMap(readContent),
    ],
    tools: list(body.tools)
      .flatMap((tool) => list(tool.functionDeclarations))
      .map(readTool),
    ...(toolChoice !== undefined && { toolChoice }),
    settings: readSettings(config),
    ...(output !== undefined && { outputSchema: object(output) }),
  };
}

function readTool(spec: JsonObject): WireRequest['tools'][number] {
  const schema = spec.parametersJsonSchema ?? spec.parameters;
  return {
    name: text(spec.name),
    ...(spec.description !== undefined && { description: text(spec.description) }),
    ...(schema !== undefined && { schema: object(schema) }),
  };
}

function readContent({ role, parts }: JsonObject): WireMessage[] {
  const all = list(parts);
  if (role === 'model') return [readAnswer(all)];
  const responses = all.filter((part) => part.functionResponse !== undefined);
  const rest = all.filter((part) => part.functionResponse === undefined);
  const media = rest.flatMap(readMedia);
  const said: WireMessage = { role: 'user', text: joined(rest), ...(media.length > 0 && { media }) };
  const results = responses.map((part, index) => readResult(object(part.functionResponse), index));
  return rest.length > 0 ? [...results, said] : results;
}

function readAnswer(parts: readonly JsonObject[]): WireMessage {
  const calls = parts
    .filter((part) => part.functionCall !== undefined)
    .map((part, index) => {
      const { id, name, args } = object(part.functionCall);
      return { callId: idOf(id, index), name: text(name), input: args ?? {} };
    });
  const said = parts.filter((part) => part.thought !== true);
  return { role: 'assistant', text: joined(said), ...(calls.length > 0 && { calls }) };
}

function readResult({ id, response, parts }: JsonObject, index: number): WireMessage {
  const media = list(parts).flatMap(readMedia);
  return {
    role: 'tool',
    text: resultText(object(response)),
    callId: idOf(id, index),
    ...(media.length > 0 && { media }),
  };
}

/** Where the wire has no ids, the place in the turn is what pairs a call and its response. */
function idOf(id: JsonValue | undefined, index: number): string {
  return id === undefined ? `call ${index}` : text(id);
}

/** A single `output` or `error` is the result itself. */
function resultText(response: JsonObject): string {
  const [only, ...others] = Object.keys(response);
  const wrapped = others.length === 0 && (only === 'output' || only === 'error');
  const value = wrapped ? response[only] : response;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function readMedia({ inlineData, fileData }: JsonObject): NonNullable<WireMessage['media']>[number][] {
  if (inlineData !== undefined) {
    const { mimeType, data } = object(inlineData);
    return [{ mediaType: text(mimeType), data: text(data) }];
  }
  if (fileData === undefined) return [];
  const { mimeType, fileUri } = object(fileData);
  return [{ mediaType: text(mimeType), url: text(fileUri) }];
}

function readToolChoice({ mode, allowedFunctionNames }: JsonObject): ToolChoice | undefined {
  if (mode === undefined) return undefined;
  if (mode === 'NONE') return 'none';
  if (mode !== 'ANY') return 'auto';
  const names = Array.isArray(allowedFunctionNames) ? (allowedFunctionNames as readonly JsonValue[]) : [];
  return names.length === 1 ? { tool: text(names[0]) } : 'required';
}

function readSettings(config: JsonObject): ModelSettings {
  const { thinkingLevel: level, thinkingBudget: budget } = object(config.thinkingConfig);
  const settings: Record<string, unknown> = {
    temperature: config.temperature,
    topP: config.topP,
    maxTokens: config.maxOutputTokens,
    seed: config.seed,
    stop: config.stopSequences,
    reasoning:
      level === undefined
        ? budget === undefined
          ? undefined
          : { budgetTokens: budget }
        : text(level).toLowerCase(),
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

function joined(parts: readonly JsonObject[]): string {
  return parts.map((part) => text(part.text)).join('');
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
