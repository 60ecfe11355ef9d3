import type { JsonObject, JsonValue, Usage } from '@pegboard/core';
import type { Quirk, WireAnswer } from '../../provider/wire-format.ts';
import { itemEvents } from './item-events.ts';
import { type Has, renderItems } from './render-items.ts';

const defaultUsage: Usage = { inputTokens: 11, outputTokens: 7, totalTokens: 18 };

/** A Responses stream: named, numbered events, one per frame. */
export function renderFrames(answer: WireAnswer): string[] {
  const has = quirksOf(answer);
  const items = renderItems(answer, idOf(answer), has);
  const groups = items.map((item, index) => itemEvents(item, index, has));
  const begun = response(answer, 'in_progress');
  const start = [
    { type: 'response.created', response: begun },
    ...(has('first-frame-empty') ? [{ type: 'response.queued', response: begun }] : []),
    { type: 'response.in_progress', response: begun },
  ];
  const content = ordered(
    groups,
    items.map(({ block }) => block.type === 'call'),
    has,
  );
  if (answer.finish === null) return [...start, ...brokenOff(content)].map(frame);
  const done = response(
    answer,
    statusOf(answer),
    items.map(({ item }) => item),
  );
  const frames = [...start, ...content, { type: `response.${statusOf(answer)}`, response: done }].map(frame);
  // Not part of this API; some relays send it all the same.
  return has('unknown-fields') ? [...frames, 'data: [DONE]\n\n'] : frames;
}

/** The one-shot `response` object. */
export function renderBody(answer: WireAnswer): JsonValue {
  const items = renderItems(answer, idOf(answer), quirksOf(answer));
  return response(
    answer,
    statusOf(answer),
    items.map(({ item }) => item),
  );
}

/** The object of an answer that failed. */
export function failedResponse(message: string): JsonObject {
  return { ...response({ blocks: [] }, 'failed'), error: { code: 'server_error', message } };
}

export function frame(event: JsonObject, sequence_number: number): string {
  const data = JSON.stringify({ ...event, sequence_number });
  return `event: ${event.type as string}\ndata: ${data}\n\n`;
}

/** Calls that the host writes at the same time take turns. */
function ordered(groups: readonly JsonObject[][], isCall: readonly boolean[], has: Has): JsonObject[] {
  if (!has('interleaved-calls')) return groups.flat();
  const calls = groups.filter((_, at) => isCall[at]);
  const longest = Math.max(0, ...calls.map((events) => events.length));
  const turns = Array.from({ length: longest }, (_, at) =>
    calls.flatMap((events) => events.slice(at, at + 1)),
  );
  return [...groups.filter((_, at) => !isCall[at]).flat(), ...turns.flat()];
}

/** Up to the last piece: an item that was not finished. */
function brokenOff(events: readonly JsonObject[]): readonly JsonObject[] {
  const last = events.findLastIndex(({ delta }) => delta !== undefined);
  return events.slice(0, last + 1);
}

function response(answer: WireAnswer, status: string, output: readonly JsonObject[] = []): JsonObject {
  const incomplete = status === 'incomplete' ? { reason: answer.finish ?? null } : null;
  return {
    id: idOf(answer),
    object: 'response',
    created_at: 1_790_000_000,
    status,
    background: false,
    error: null,
    incomplete_details: incomplete,
    instructions: null,
    max_output_tokens: null,
    model: answer.model ?? 'test-model-2026-10-01',
    output,
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: { effort: null, summary: null },
    store: false,
    temperature: 1,
    text: { format: { type: 'text' }, verbosity: 'medium' },
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    truncation: 'disabled',
    usage: status === 'in_progress' || status === 'failed' ? null : usageOf(answer),
    metadata: {},
  };
}

function idOf({ id }: WireAnswer): string {
  return id ?? 'resp_01';
}

/** The API has one word for a normal end; all others are reasons why an answer is not complete. */
function statusOf({ finish }: WireAnswer): string {
  return finish === undefined || finish === 'completed' ? 'completed' : 'incomplete';
}

function usageOf({ usage }: WireAnswer): JsonValue {
  if (usage === null) return null;
  const { inputTokens, outputTokens, totalTokens, cachedInputTokens, cacheWriteTokens, reasoningTokens } =
    usage ?? defaultUsage;
  const input = { cached_tokens: cachedInputTokens, cache_write_tokens: cacheWriteTokens };
  const hasInput = cachedInputTokens !== undefined || cacheWriteTokens !== undefined;
  const known = {
    input_tokens: inputTokens,
    input_tokens_details: hasInput ? input : undefined,
    output_tokens: outputTokens,
    output_tokens_details: reasoningTokens === undefined ? undefined : { reasoning_tokens: reasoningTokens },
    total_tokens: totalTokens,
  };
  return JSON.parse(JSON.stringify(known)) as JsonValue;
}

function quirksOf({ quirks }: WireAnswer): Has {
  return (quirk: Quirk) => quirks?.includes(quirk) ?? false;
}
