import { type AnswerDraft, type JsonObject, type JsonValue, pickJson } from '@pegboard/core/provider';
import type { FinishReason, TellingError } from '@pegboard/core/provider';

export const finishReasons: Readonly<Record<string, FinishReason>> = {
  COMPLETE: 'stop',
  STOP_SEQUENCE: 'stop',
  MAX_TOKENS: 'length',
  TOOL_CALL: 'tool-calls',
};

/** Theirs to ours: one frame of a stream. */
export function read(frame: JsonObject, answer: AnswerDraft): void {
  const { type, index } = frame;
  const told = (...path: string[]): JsonValue | undefined => pickJson(frame, 'delta', ...path);
  if (type === 'message-start') answer.start(frame);
  if (type === 'tool-plan-delta') answer.text(told('message', 'tool_plan'), 'plan');
  if (type === 'content-start' || type === 'content-delta') {
    answer.reasoning(told('message', 'content', 'thinking'), index);
    answer.text(told('message', 'content', 'text'), index);
  }
  if (type === 'tool-call-start' || type === 'tool-call-delta') {
    const call = (...path: string[]): JsonValue | undefined => told('message', 'tool_calls', ...path);
    answer.call({
      index,
      id: call('id'),
      name: call('function', 'name'),
      args: call('function', 'arguments'),
    });
  }
  if (type !== 'message-end') return;
  const count = (name: string): JsonValue | undefined => told('usage', 'tokens', name);
  const counts = { inputTokens: count('input_tokens'), outputTokens: count('output_tokens') };
  answer.usage({ ...counts, cachedInputTokens: told('usage', 'cached_tokens') }, told('usage'));
  answer.end(told('finish_reason'));
}

const tell = (type: string, name: string) => (value: JsonValue, index: number) => ({
  type,
  index,
  delta: { message: { [name]: value } },
});

/** The answer of the one-shot endpoint, as a stream would have told it. */
export function frames({ id = '', message, finish_reason = null, usage = null }: JsonObject): JsonObject[] {
  const list = (name: string): readonly JsonValue[] => {
    const found = pickJson(message, name);
    return Array.isArray(found) ? (found as readonly JsonValue[]) : []; // isArray forgets that it is read-only
  };
  return [
    { type: 'message-start', id },
    tell('tool-plan-delta', 'tool_plan')(pickJson(message, 'tool_plan') ?? '', 0),
    ...list('content').map(tell('content-delta', 'content')),
    ...list('tool_calls').map(tell('tool-call-start', 'tool_calls')),
    { type: 'message-end', delta: { finish_reason, usage } },
  ];
}

/** A refusal is `{ message }`; a stream that fails ends with `{ finish_reason: 'ERROR', error }`. */
export function errorOf({
  type,
  message,
  delta,
  finish_reason: reason,
}: JsonObject): TellingError | undefined {
  if (typeof message === 'string') return { message };
  const failed = type === 'message-end' ? pickJson(delta, 'finish_reason') : reason;
  if (failed !== 'ERROR') return undefined;
  const words = pickJson(delta, 'error');
  return typeof words === 'string' ? { message: words } : {};
}
