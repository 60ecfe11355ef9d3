import type { JsonObject, JsonValue, Usage } from '@pegboard/core';
import type { Quirk, WireAnswer, WireCall } from '../../provider/wire-format.ts';
import { isObject } from '../lib/shape.ts';

type Has = (quirk: Quirk) => boolean;

const defaultUsage: Usage = { inputTokens: 11, outputTokens: 7 };

/** One line of a stream. */
export function line(value: JsonValue): string {
  return `${JSON.stringify(value)}\n`;
}

/** A stream of JSON lines, the last of which says `done` and has the counters. */
export function renderFrames(answer: WireAnswer): string[] {
  const has: Has = (quirk) => answer.quirks?.includes(quirk) ?? false;
  const deltas = deltasOf(answer, has);
  if (has('first-frame-empty')) deltas.unshift({ content: '' });
  const frames = deltas.map((delta) =>
    line({ ...head(answer, has), message: message(delta, has), done: false }),
  );
  const finish = finishOf(answer);
  if (finish === null) return frames;
  return [...frames, line({ ...head(answer, has), message: message({}, has), ...end(answer, finish) })];
}

/** The one-shot answer: the message and the counters in one object. */
export function renderBody(answer: WireAnswer): JsonValue {
  const has: Has = (quirk) => answer.quirks?.includes(quirk) ?? false;
  const calls = callsOf(answer).flatMap((call, index) => renderCall(call, index, has));
  const thinking = joined(answer, 'reasoning');
  const whole: JsonObject = {
    content: joined(answer, 'text'),
    ...(thinking !== '' && { thinking }),
    ...(calls.length > 0 && { tool_calls: calls }),
    ...rawFields(answer),
  };
  return { ...head(answer, has), message: message(whole, has), ...end(answer, finishOf(answer)) };
}

function head(answer: WireAnswer, has: Has): JsonObject {
  return {
    model: answer.model ?? 'test-model:8b',
    created_at: '2026-11-20T08:00:00.123456789Z',
    ...(has('unknown-fields') && { x_unknown: { done: true }, logprobs: [] }),
  };
}

function message(delta: JsonObject, has: Has): JsonObject {
  return { role: 'assistant', content: '', ...delta, ...(has('unknown-fields') && { x_unknown: [1] }) };
}

/** Times are nanoseconds. */
function end({ usage = defaultUsage }: WireAnswer, finish: string | null): JsonObject {
  return {
    done: true,
    ...(finish !== null && { done_reason: finish }),
    total_duration: 4_883_583_458,
    load_duration: 1_334_875,
    ...optional('prompt_eval_count', usage?.inputTokens),
    prompt_eval_duration: 342_546_000,
    ...optional('eval_count', usage?.outputTokens),
    eval_duration: 4_535_599_000,
  };
}

/** Calls come whole: each in a line of its own, or all in one. */
function deltasOf(answer: WireAnswer, has: Has): JsonObject[] {
  const calls = callsOf(answer);
  const lines = calls.map((call, index) => renderCall(call, index, has));
  let rendered = false;
  return answer.blocks.flatMap((block): JsonObject[] => {
    if (block.type === 'raw') return [block.fields];
    if (block.type !== 'call') {
      const key = block.type === 'reasoning' ? 'thinking' : 'content';
      return block.pieces.map((piece) => ({ [key]: piece }));
    }
    const mine = has('whole-call') ? (rendered ? [] : lines.flat()) : (lines[calls.indexOf(block)] ?? []);
    rendered = true;
    return mine.length > 0 ? [{ tool_calls: mine }] : [];
  });
}

/** A call that the token limit cut off never shows on this wire: arguments are objects. */
function renderCall({ id, name, pieces }: WireCall, index: number, has: Has): JsonObject[] {
  const text = pieces.join('');
  const args = text === '' ? {} : parsed(text);
  if (!isObject(args)) return [];
  return [
    {
      ...(!has('no-id') && { id }),
      function: { ...(!has('no-index') && { index }), name, arguments: args },
    },
  ];
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** A normal end is `stop`, with calls or without. */
function finishOf({ finish = 'stop' }: WireAnswer): string | null {
  return finish;
}

function callsOf(answer: WireAnswer): WireCall[] {
  return answer.blocks.filter((block) => block.type === 'call');
}

function joined(answer: WireAnswer, type: 'text' | 'reasoning'): string {
  return answer.blocks.flatMap((block) => (block.type === type ? block.pieces : [])).join('');
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
