import type { JsonObject, JsonValue, Usage } from '@pegboard/core';
import type { Quirk, WireAnswer, WireBlock, WireCall } from '../../provider/wire-format.ts';

const done = 'data: [DONE]\n\n';
const defaultUsage: Usage = { inputTokens: 11, outputTokens: 7, totalTokens: 18 };

/** A Chat Completions stream: one chunk object per frame. */
export function renderFrames(answer: WireAnswer): string[] {
  const has = (quirk: Quirk): boolean => answer.quirks?.includes(quirk) ?? false;
  const usage = usageOf(answer);
  const deltas = deltasOf(answer, has);
  const frames: string[] = [];
  const push = (choices: JsonValue, withUsage: JsonValue): void =>
    void frames.push(frame(answer, has, choices, withUsage));
  const choice = (delta: JsonObject, finish: string | null = null): JsonValue => [
    { index: 0, delta, finish_reason: finish, ...(has('null-fields') && { logprobs: null }) },
  ];

  if (has('first-frame-empty')) push([], null);
  push(
    choice({
      role: 'assistant',
      content: '',
      ...(has('null-fields') && { refusal: null, tool_calls: null }),
    }),
    null,
  );
  for (const [at, delta] of deltas.entries()) {
    const withRole = has('role-each-frame') ? { role: 'assistant', ...delta } : delta;
    push(choice(withRole), has('usage-each-frame') ? partialUsage(usage, at + 1, deltas.length) : null);
  }
  const finish = finishOf(answer, has);
  if (finish === null) return frames;
  const inFinish = has('usage-with-finish') || has('usage-each-frame');
  push(choice({}, finish), inFinish ? usage : null);
  if (usage !== null && !inFinish) push([], usage);
  return has('no-closing-marker') ? frames : [...frames, done];
}

/** The one-shot `chat.completion` object. */
export function renderBody(answer: WireAnswer): JsonValue {
  const has = (quirk: Quirk): boolean => answer.quirks?.includes(quirk) ?? false;
  const calls = callsOf(answer);
  const text = joined(answer, 'text');
  const message: JsonObject = {
    role: 'assistant',
    content: text ?? null,
    refusal: joined(answer, 'refusal') ?? null,
    ...optional('reasoning_content', joined(answer, 'reasoning')),
    ...(calls.length > 0 && { tool_calls: calls.map((call, index) => wholeCall(call, index, has)) }),
    ...rawFields(answer),
    ...(has('unknown-fields') && { x_unknown: { a: [1] } }),
  };
  return {
    ...head(answer, 'chat.completion'),
    choices: [{ index: 0, message, finish_reason: finishOf(answer, has), logprobs: null }],
    ...(answer.usage !== null && { usage: usageOf(answer) }),
    ...(has('unknown-fields') && { x_unknown: 1 }),
  };
}

function frame(
  answer: WireAnswer,
  has: (quirk: Quirk) => boolean,
  choices: JsonValue,
  usage: JsonValue,
): string {
  const chunk = {
    ...head(answer, 'chat.completion.chunk'),
    choices,
    ...((usage !== null || has('null-fields')) && { usage }),
    ...(has('unknown-fields') && { obfuscation: 'aXb9', x_unknown: { type: 'data: {}' } }),
  };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

function head(answer: WireAnswer, object: string): JsonObject {
  return {
    id: answer.id ?? 'chatcmpl-1',
    object,
    created: 1_790_000_000,
    model: answer.model ?? 'test-model-2026-10-01',
    system_fingerprint: null,
  };
}

function deltasOf(answer: WireAnswer, has: (quirk: Quirk) => boolean): JsonObject[] {
  const calls = callsOf(answer);
  const pieces = calls.map((call, index) => callDeltas(call, index, has));
  let rendered = false;
  return answer.blocks.flatMap((block): JsonObject[] => {
    if (block.type !== 'call') return blockDeltas(block);
    if (!has('interleaved-calls')) return pieces[calls.indexOf(block)] ?? [];
    if (rendered) return [];
    rendered = true;
    return interleave(pieces);
  });
}

function blockDeltas(block: Exclude<WireBlock, WireCall>): JsonObject[] {
  if (block.type === 'raw') return [block.fields];
  const key = { text: 'content', reasoning: 'reasoning_content', refusal: 'refusal' }[block.type];
  return block.pieces.map((piece) => ({ [key]: piece }));
}

function callDeltas(call: WireCall, index: number, has: (quirk: Quirk) => boolean): JsonObject[] {
  const number = has('no-index') ? {} : { index };
  if (has('whole-call') || has('no-index')) return [{ tool_calls: [wholeCall(call, index, has)] }];
  const id = (piece: number): JsonObject => {
    if (has('no-id')) return {};
    if (has('empty-id')) return { id: '' };
    if (has('rotating-id')) return { id: `${call.id}-${piece}` };
    return piece === 0 || has('id-each-piece') ? { id: call.id } : {};
  };
  const late = has('name-late');
  const first = {
    ...number,
    ...id(0),
    type: 'function',
    function: { ...(!late && { name: call.name }), arguments: '' },
  };
  const rest = call.pieces.map((piece, at) => ({
    ...number,
    ...id(at + 1),
    function: { arguments: piece, ...(late && at === call.pieces.length - 1 && { name: call.name }) },
  }));
  return [first, ...rest].map((piece) => ({ tool_calls: [piece] }));
}

function wholeCall(call: WireCall, index: number, has: (quirk: Quirk) => boolean): JsonObject {
  const text = call.pieces.join('');
  const args = has('object-args') ? (JSON.parse(text) as JsonValue) : text;
  return {
    ...(!has('no-index') && { index }),
    ...(has('empty-id') ? { id: '' } : !has('no-id') && { id: call.id }),
    type: 'function',
    function: { name: call.name, arguments: args },
  };
}

/** One of each in turn. */
function interleave(lists: readonly (readonly JsonObject[])[]): JsonObject[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat();
}

function finishOf(answer: WireAnswer, has: (quirk: Quirk) => boolean): string | null {
  if (answer.finish !== undefined) return answer.finish;
  if (has('finish-calls-without')) return 'tool_calls';
  return callsOf(answer).length > 0 && !has('finish-stop-with-calls') ? 'tool_calls' : 'stop';
}

function usageOf({ usage }: WireAnswer): JsonValue {
  if (usage === null) return null;
  const { inputTokens, outputTokens, totalTokens, cachedInputTokens, reasoningTokens } =
    usage ?? defaultUsage;
  return {
    ...optional('prompt_tokens', inputTokens),
    ...optional('completion_tokens', outputTokens),
    ...optional('total_tokens', totalTokens),
    ...(cachedInputTokens !== undefined && { prompt_tokens_details: { cached_tokens: cachedInputTokens } }),
    ...(reasoningTokens !== undefined && {
      completion_tokens_details: { reasoning_tokens: reasoningTokens },
    }),
  };
}

/** Counts as they stand after `part` of `parts`: they grow. */
function partialUsage(usage: JsonValue, part: number, parts: number): JsonValue {
  return JSON.parse(JSON.stringify(usage), (_, value: unknown) =>
    typeof value === 'number' ? Math.floor((value * part) / (parts + 1)) : value,
  ) as JsonValue;
}

function callsOf(answer: WireAnswer): WireCall[] {
  return answer.blocks.filter((block) => block.type === 'call');
}

function joined(answer: WireAnswer, type: 'text' | 'reasoning' | 'refusal'): string | undefined {
  const pieces = answer.blocks.flatMap((block) => (block.type === type ? block.pieces : []));
  return pieces.length === 0 ? undefined : pieces.join('');
}

function rawFields(answer: WireAnswer): JsonObject {
  return Object.assign(
    {},
    ...answer.blocks.map((block) => (block.type === 'raw' ? block.fields : {})),
  ) as JsonObject;
}

function optional(key: string, value: JsonValue | undefined): JsonObject {
  return value === undefined ? {} : { [key]: value };
}
