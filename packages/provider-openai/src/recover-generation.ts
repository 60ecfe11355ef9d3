import type { JsonObject, ModelEvent, ModelRequest } from '@pegboard/core/provider';
import { readToolCalls } from '@pegboard/core/recovery';

/**
 * Groq answers with an error when its own reader finds no valid call, and tells what the model wrote. Where all of it is certain, it is an
 * answer all the same.
 */
export function recoverGeneration(error: JsonObject, { tools }: ModelRequest): ModelEvent[] | undefined {
  const { failed_generation: text } = error;
  if (typeof text !== 'string' || tools.length === 0) return undefined;
  const reading = readToolCalls(text, { tools });
  if (reading.outcome !== 'calls') return undefined;
  const events: ModelEvent[] = [];
  if (reading.reasoning !== '') events.push({ type: 'reasoning', index: 0, text: reading.reasoning });
  if (reading.text.trim() !== '') events.push({ type: 'text', index: 1, text: reading.text });
  for (const [at, { name, input, repairs }] of reading.calls.entries())
    events.push({
      type: 'part',
      index: 2 + at,
      part: { type: 'tool-call', callId: '', name, args: input, executor: 'client', repairs },
    });
  events.push({ type: 'finish', finish: { unified: 'tool-calls', raw: 'tool_use_failed' }, usage: {} });
  return events;
}
