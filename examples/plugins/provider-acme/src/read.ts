import { type AnswerDraft, type JsonObject, pickJson } from '@pegboard/core/provider';
import type { FinishReason, TellingError } from '@pegboard/core/provider';

/** Their words for why an answer ends. An unknown one is `other`. */
export const finishReasons: Readonly<Record<string, FinishReason>> = {
  done: 'stop',
  calls: 'tool-calls',
  length: 'length',
};

/** Theirs to ours. Each line of an answer is `{"id"}`, `{"say"}`, `{"call": {"id", "tool", "input"}}` or `{"end", "read", "wrote"}`. */
export function read(line: JsonObject, answer: AnswerDraft): void {
  const { id, say, call, end, read: inputTokens, wrote: outputTokens } = line;
  if (id !== undefined) answer.start(line);
  answer.text(say);
  if (call !== undefined)
    answer.call({ id: pickJson(call, 'id'), name: pickJson(call, 'tool'), args: pickJson(call, 'input') });
  if (end === undefined) return;
  answer.usage({ inputTokens, outputTokens });
  answer.end(end);
}

/** `{"error"}`, as a line of an answer and as the body of a refusal. */
export function errorOf({ error }: JsonObject): TellingError | undefined {
  return typeof error === 'string' ? { message: error } : undefined;
}
