import type { JsonObject, JsonValue } from '@pegboard/core';

/** What a recorded answer holds, read in the plainest way, without anything of ours. */
export interface PlainAnswer {
  readonly text: string;
  /** Names of the calls that the caller is to run. */
  readonly calls: readonly string[];
}

export type Api = 'chat' | 'responses' | 'messages' | 'gemini';

export interface Recorded {
  readonly status: number;
  readonly body?: JsonObject;
  readonly sse?: string;
}

/** Undefined: it is an error. */
export function plainAnswer(api: Api, { status, body, sse }: Recorded): PlainAnswer | undefined {
  const frames = sse === undefined ? [body ?? {}] : framesOf(sse);
  if (status >= 400 || frames.some((frame) => frame['error'])) return undefined;
  return readers[api](frames);
}

const readers: Readonly<Record<Api, (frames: readonly JsonObject[]) => PlainAnswer>> = {
  chat,
  responses,
  messages,
  gemini,
};

function chat(frames: readonly JsonObject[]): PlainAnswer {
  const pieces = frames.flatMap((frame) =>
    list(frame['choices']).map((choice) => object(choice['delta'] ?? choice['message'])),
  );
  const said = pieces.map(({ content, refusal }) => contentText(content) + text(refusal)).join('');
  const calls = pieces.flatMap((message) =>
    list(message['tool_calls']).map((call) => text(object(call['function'])['name'])),
  );
  // Some models think aloud in tags, and may be cut off before the closing one.
  return {
    text: said.replace(/^\s*<think>[^]*?(?:<\/think>\s*|$)/, ''),
    calls: calls.filter((name) => name !== ''),
  };
}

/** A list of parts where thoughts stand beside the text. */
function contentText(content: JsonValue | undefined): string {
  return typeof content === 'string'
    ? content
    : list(content)
        .map((part) => text(part['text']))
        .join('');
}

function responses(frames: readonly JsonObject[]): PlainAnswer {
  const whole = frames
    .map((frame) => object(frame['response'] ?? frame))
    .findLast(({ output }) => Array.isArray(output));
  const items = frames.flatMap(({ type, item }) =>
    type === 'response.output_item.done' ? [object(item)] : [],
  );
  const output = items.length > 0 ? items : list(whole?.['output']);
  const parts = output.flatMap((item) => (item['type'] === 'message' ? list(item['content']) : []));
  return {
    text: parts.map((part) => text(part['text']) + text(part['refusal'])).join(''),
    calls: output.flatMap((item) => (item['type'] === 'function_call' ? [text(item['name'])] : [])),
  };
}

function messages(frames: readonly JsonObject[]): PlainAnswer {
  const started = frames.flatMap((frame) =>
    'content_block' in frame ? [object(frame['content_block'])] : list(frame['content']),
  );
  const deltas = frames.map((frame) => text(object(frame['delta'])['text'])).join('');
  const whole = started.flatMap((block) => (block['type'] === 'text' ? [text(block['text'])] : [])).join('');
  return {
    text: whole + deltas,
    calls: started.flatMap((block) => (block['type'] === 'tool_use' ? [text(block['name'])] : [])),
  };
}

function gemini(frames: readonly JsonObject[]): PlainAnswer {
  const parts = frames.flatMap((frame) => list(object(list(frame['candidates'])[0]?.['content'])['parts']));
  return {
    text: parts.map((part) => (part['thought'] === true ? '' : text(part['text']))).join(''),
    calls: parts.flatMap((part) =>
      'functionCall' in part ? [text(object(part['functionCall'])['name'])] : [],
    ),
  };
}

function framesOf(sse: string): JsonObject[] {
  return sse
    .split(/\r?\n/)
    .filter((line) => line.startsWith('data: {'))
    .map((line) => JSON.parse(line.slice(6)) as JsonObject);
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
