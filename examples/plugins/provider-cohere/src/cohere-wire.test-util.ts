// Chat v2 of Cohere as a strict host plays it, from https://docs.cohere.com/reference/chat.
import type { JsonObject, JsonValue, ModelSettings, ToolChoice } from '@pegboard/core';
import { pickJson } from '@pegboard/core/provider';
import type { WireAnswer, WireFormat, WireMessage, WireRequest } from '@pegboard/testing';

const defaultUsage = { inputTokens: 11, outputTokens: 7 };
const sse = (frame: JsonObject): string =>
  `event: ${text(frame['type'])}\ndata: ${JSON.stringify(frame)}\n\n`;
const delta = (type: string, index: number, message: JsonObject): JsonObject => ({
  type,
  index,
  delta: { message },
});

export const cohereWire: WireFormat = {
  codec: 'cohere.chat',
  framing: 'sse',
  accepts: (method, path) => method === 'POST' && path === '/v2/chat',
  keyOf: ({ authorization = '' }) => authorization.replace(/^Bearer /, ''),
  wantsStream: ({ stream }) => stream === true,
  readRequest,
  violations,
  frames: (answer) => framesOf(answer).map(sse),
  body: bodyOf,
  errorBody: ({ message }) => ({ id: 'e1', message }),
  finishReasons: [
    { raw: 'COMPLETE', unified: 'stop' },
    { raw: 'STOP_SEQUENCE', unified: 'stop' },
    { raw: 'MAX_TOKENS', unified: 'length' },
    { raw: 'TOOL_CALL', unified: 'tool-calls', with: 'call' },
  ],
  quirks: new Set(['unknown-fields', 'finish-stop-with-calls', 'no-closing-marker', 'whole-call']),
  untold: new Set(['model', 'totalTokens', 'cacheWriteTokens', 'reasoningTokens']),
  blocks: new Set(['reasoning']),
  settings: { temperature: 0, maxTokens: 100, topP: 0.5, stop: ['END'], seed: 7 },
  option: { safety_mode: 'OFF' },
  errors: [],
  errorFrame: (error) => sse({ type: 'message-end', delta: { finish_reason: 'ERROR', error } }),
  failedBody: (error) => ({
    id: 'a',
    message: { role: 'assistant' },
    finish_reason: 'ERROR',
    delta: { error },
  }),
  unknownFrames: [sse({ type: 'citation-end', index: 0 }), sse({ type: 'debug', delta: { message: 'no' } })],
  maxIdLength: Number.POSITIVE_INFINITY,
};

// ── answers

function framesOf({
  id = 'a1',
  blocks,
  usage = defaultUsage,
  quirks = [],
  ...rest
}: WireAnswer): JsonObject[] {
  const extra = quirks.includes('unknown-fields') ? { x_unknown: [1] } : {};
  const frames: JsonObject[] = [
    { type: 'message-start', id, delta: { message: { role: 'assistant' } }, ...extra },
  ];
  const whole = quirks.includes('whole-call');
  for (const [index, block] of blocks.entries()) {
    if (block.type === 'raw') continue;
    if (block.type !== 'call') {
      const key = block.type === 'reasoning' ? 'thinking' : 'text';
      frames.push(delta('content-start', index, { content: { type: key, [key]: '' } }));
      for (const piece of block.pieces)
        frames.push(delta('content-delta', index, { content: { [key]: piece } }));
      frames.push({ type: 'content-end', index });
      continue;
    }
    const { id: callId, name, pieces } = block;
    const call = {
      id: callId,
      type: 'function',
      function: { name, arguments: whole ? pieces.join('') : '' },
    };
    frames.push(delta('tool-call-start', index, { tool_calls: call }));
    for (const piece of whole ? [] : pieces)
      frames.push(delta('tool-call-delta', index, { tool_calls: { function: { arguments: piece } } }));
    frames.push({ type: 'tool-call-end', index });
  }
  const reason = finishOf({ blocks, quirks, ...rest });
  if (reason !== null)
    frames.push({ type: 'message-end', delta: { finish_reason: reason, usage: usageOf(usage) }, ...extra });
  return frames;
}

function bodyOf({ id = 'a1', blocks, usage = defaultUsage, quirks = [], ...rest }: WireAnswer): JsonValue {
  const content = blocks.flatMap((block): JsonObject[] => {
    if (block.type === 'call' || block.type === 'raw') return [];
    const type = block.type === 'reasoning' ? 'thinking' : 'text';
    return [{ type, [type]: block.pieces.join('') }];
  });
  const calls = blocks.flatMap((block): JsonObject[] =>
    block.type === 'call'
      ? [{ id: block.id, type: 'function', function: { name: block.name, arguments: block.pieces.join('') } }]
      : [],
  );
  const message = { role: 'assistant', content, ...(calls.length > 0 && { tool_calls: calls }) };
  return { id, message, finish_reason: finishOf({ blocks, quirks, ...rest }), usage: usageOf(usage) };
}

function finishOf({ blocks, finish, quirks = [] }: WireAnswer): string | null {
  const called = blocks.some(({ type }) => type === 'call') && !quirks.includes('finish-stop-with-calls');
  return finish === undefined ? (called ? 'TOOL_CALL' : 'COMPLETE') : finish;
}

function usageOf(usage: WireAnswer['usage']): JsonValue {
  if (!usage) return null;
  const { inputTokens, outputTokens, cachedInputTokens } = usage;
  const counts = { input_tokens: inputTokens, output_tokens: outputTokens };
  return JSON.parse(JSON.stringify({ tokens: counts, cached_tokens: cachedInputTokens })) as JsonValue;
}

// ── requests

const known = new Set(
  `model stream messages tools tool_choice response_format max_tokens temperature p k seed stop_sequences thinking safety_mode
  strict_tools documents citation_options logprobs frequency_penalty presence_penalty priority`.split(/\s+/),
);

/** One sentence for each rule that a request breaks. */
function violations(body: JsonObject): string[] {
  const found: string[] = [];
  const rule = (holds: boolean, what: string): void => void (holds || found.push(what));
  const messages = list(body['messages']);
  for (const key of Object.keys(body)) rule(known.has(key), `${key} is not known`);
  rule(text(body['model']) !== '', 'model is missing');
  rule(typeof body['stream'] === 'boolean', 'stream is required');
  rule(messages.length > 0, 'messages must not be empty');
  rule(
    messages.slice(1).every(({ role }) => role !== 'system'),
    'only the first message is a system message',
  );
  for (const name of ['tools', 'stop_sequences'])
    rule(body[name] === undefined || list(body[name], true).length > 0, `${name} must not be empty`);
  rule(list(body['stop_sequences'], true).length <= 5, 'at most five stop sequences');
  const choice = body['tool_choice'];
  rule(choice === undefined || choice === 'REQUIRED' || choice === 'NONE', 'tool_choice is REQUIRED or NONE');
  rule(choice === undefined || body['tools'] !== undefined, 'tool_choice needs tools');
  rule(!(body['response_format'] && body['tools']), 'response_format does not go with tools');
  const depth = pickJson(body, 'thinking', 'type') ?? 'enabled';
  rule(depth === 'enabled' || depth === 'disabled', 'thinking is enabled or disabled');
  for (const tool of list(body['tools'])) {
    rule(/^[A-Za-z_][\w-]{0,63}$/.test(text(pickJson(tool, 'function', 'name'))), 'a tool has no valid name');
    rule(
      pickJson(tool, 'function', 'parameters', 'type') === 'object',
      'parameters must be an object schema',
    );
  }
  let open: string[] = [];
  for (const message of messages) {
    const { role, content, tool_calls: calls } = message;
    if (role === 'tool') {
      const id = text(message['tool_call_id']);
      rule(open.includes(id), `the result ${id} has no call`);
      open = open.filter((each) => each !== id);
      rule(typeof content === 'string', 'a result is text');
      continue;
    }
    rule(open.length === 0, `calls have no result: ${open.join(', ')}`);
    rule(role === 'system' || role === 'user' || role === 'assistant', `the role ${text(role)} is not known`);
    open = list(calls).map((call) => text(call['id']));
    for (const call of list(calls)) {
      rule(call['type'] === 'function' && text(call['id']) !== '', 'a call needs an id and a type');
      rule(isObjectText(pickJson(call, 'function', 'arguments')), 'arguments are the text of an object');
    }
    rule(role === 'user' || calls === undefined || open.length > 0, 'tool_calls must not be empty');
    rule(calls !== undefined || said(content), `a message of the ${text(role)} says nothing`);
    for (const part of list(content))
      rule(
        part['type'] === 'text' || text(pickJson(part, 'image_url', 'url')) !== '',
        'a part is text or an image',
      );
  }
  rule(open.length === 0, `calls have no result: ${open.join(', ')}`);
  return found;
}

function said(content: JsonValue | undefined): boolean {
  if (typeof content === 'string') return content.trim() !== '';
  const parts = list(content);
  return (
    parts.length > 0 && parts.every((part) => part['type'] !== 'text' || text(part['text']).trim() !== '')
  );
}

function readRequest(body: JsonObject): WireRequest {
  const tools = list(body['tools']).map((tool) => ({
    name: text(pickJson(tool, 'function', 'name')),
    description: text(pickJson(tool, 'function', 'description')),
    schema: (pickJson(tool, 'function', 'parameters') ?? {}) as JsonObject,
  }));
  const schema = pickJson(body, 'response_format', 'json_schema');
  const choices: Record<string, ToolChoice> = { NONE: 'none', REQUIRED: 'required' };
  const [only, ...others] = tools;
  const toolChoice = choices[text(body['tool_choice'])];
  const one = toolChoice === 'required' && only && others.length === 0 ? { tool: only.name } : toolChoice;
  return {
    model: text(body['model']),
    messages: list(body['messages']).map(readMessage),
    tools,
    ...(one !== undefined && { toolChoice: one }),
    settings: readSettings(body),
    ...(schema !== undefined && { outputSchema: schema as JsonObject }),
  };
}

function readSettings(body: JsonObject): ModelSettings {
  const { temperature, max_tokens: maxTokens, p: topP, stop_sequences: stop, seed, thinking } = body;
  const budget = pickJson(thinking, 'token_budget');
  const depth = pickJson(thinking, 'type') === 'disabled' ? 'none' : 'medium';
  const reasoning = budget === undefined ? depth : { budgetTokens: budget };
  const settings = { temperature, maxTokens, topP, stop, seed, ...(thinking !== undefined && { reasoning }) };
  return JSON.parse(JSON.stringify(settings)) as ModelSettings;
}

function readMessage(message: JsonObject): WireMessage {
  const { role, content, tool_plan: plan, tool_calls: calls, tool_call_id: callId } = message;
  const parts = list(content);
  const words = typeof content === 'string' ? content : parts.map((part) => text(part['text'])).join('');
  const urls = parts.map((part) => text(pickJson(part, 'image_url', 'url'))).filter((url) => url !== '');
  const media = urls.map((url) => {
    const [, mediaType, data] = /^data:([^;]+);base64,(.*)$/.exec(url) ?? [];
    return mediaType === undefined || data === undefined
      ? { mediaType: 'image/*', url }
      : { mediaType, data };
  });
  return {
    role: role as WireMessage['role'],
    text: words + text(plan),
    ...(calls !== undefined && {
      calls: list(calls).map((call) => ({
        callId: text(call['id']),
        name: text(pickJson(call, 'function', 'name')),
        input: JSON.parse(text(pickJson(call, 'function', 'arguments'))) as JsonValue,
      })),
    }),
    ...(callId !== undefined && { callId: text(callId) }),
    ...(media.length > 0 && { media }),
  };
}

function isObjectText(value: JsonValue | undefined): boolean {
  const read: unknown = typeof value === 'string' ? JSON.parse(value) : undefined;
  return typeof read === 'object' && read !== null && !Array.isArray(read);
}

function list(value: JsonValue | undefined, any = false): JsonObject[] {
  const all = Array.isArray(value) ? (value as JsonObject[]) : [];
  return any ? all : all.filter((item) => typeof item === 'object');
}

function text(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
