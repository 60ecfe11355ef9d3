import type { JsonObject, ModelRequest } from '@pegboard/core/provider';
import { readToolCalls } from '@pegboard/core/recovery';
import type { RecoveredAnswer } from './chat/read-answer.ts';

/**
 * Groq answers with an error when its own reader finds no valid call, and tells what the model wrote. Where all of it is certain, it is an
 * answer all the same.
 */
export function recoverGeneration(
  { failed_generation: written }: JsonObject,
  { tools }: ModelRequest,
): RecoveredAnswer | undefined {
  if (typeof written !== 'string' || tools.length === 0) return undefined;
  const { outcome, calls, text, reasoning } = readToolCalls(written, { tools });
  if (outcome !== 'calls') return undefined;
  return {
    text: text.trim(),
    reasoning,
    calls: calls.map(({ name, input, repairs }) => ({
      type: 'tool-call',
      callId: '',
      name,
      args: input,
      executor: 'client',
      repairs,
    })),
  };
}
