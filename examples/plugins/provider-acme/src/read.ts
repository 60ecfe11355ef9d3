import {
  type AnswerReader,
  type CallInfo,
  createPartAssembler,
  type FinishReason,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type ModelEvent,
  toHttpError,
  toResponseInfo,
} from '@pegboard/core/provider';

/** Their words for why an answer ends. An unknown one is `other`. */
const reasons = new Map<string, FinishReason>([
  ['done', 'stop'],
  ['calls', 'tool-calls'],
  ['length', 'length'],
]);

/**
 * Theirs to ours. Each line of an answer is `{"id"}`, `{"say"}`, `{"call": {"id", "tool", "input"}}`, `{"end", "read", "wrote"}` or
 * `{"error"}`; others are skipped.
 */
export function createAnswerReader(call: CallInfo): AnswerReader {
  const parts = createPartAssembler();
  let end: JsonObject | undefined;
  return {
    read(frame, out) {
      const line = object(frame);
      if (line['error'] !== undefined)
        throw toHttpError({ ...call, status: 0, message: text(line['error']) });
      if (line['id'] !== undefined) out.push({ type: 'start', response: toResponseInfo(line, call) });
      if (line['say'] !== undefined) parts.delta('text', 0, text(line['say']), out);
      if (line['call'] !== undefined) {
        const { id, tool, input } = object(line['call']);
        const args = object(input);
        parts.part({ type: 'tool-call', callId: text(id), name: text(tool), args, executor: 'client' }, out);
      }
      if (line['end'] !== undefined) end = line;
    },
    finish(out) {
      parts.finish(out);
      const raw = text(end?.['end']);
      const usage = { ...count('inputTokens', end?.['read']), ...count('outputTokens', end?.['wrote']) };
      out.push({ type: 'finish', finish: { unified: reasons.get(raw) ?? 'other', raw }, usage });
    },
    get complete() {
      return end !== undefined;
    },
  };
}

/** The same lines, where nobody watches them come. */
export function readAnswer(answer: JsonValue, call: CallInfo): ModelEvent[] {
  const reader = createAnswerReader(call);
  const events: ModelEvent[] = [];
  for (const line of Array.isArray(answer) ? answer : [answer]) reader.read(line, events);
  reader.finish(events);
  return events;
}

/** A count that the API does not tell is left out, never 0. */
function count(name: 'inputTokens' | 'outputTokens', value: JsonValue | undefined): object {
  return typeof value === 'number' ? { [name]: value } : {};
}

function object(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function text(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
