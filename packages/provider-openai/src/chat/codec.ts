import {
  type CallInfo,
  type Codec,
  isJsonObject,
  type JsonValue,
  type ModelEvent,
  toInvalidResponse,
} from '@pegboard/core/provider';
import { toApiError } from '../errors.ts';
import type { ChatProfile } from './profile.ts';
import { createAnswerReader } from './read-answer.ts';
import { createRequestRenderer } from './render.ts';

/** Chat Completions. It keeps what it rendered of messages and tools, and nothing else. */
export function createChatCodec(profile: ChatProfile): Codec {
  return {
    framing: 'sse',
    // Some hosts send it without a finish reason before it.
    endMark: '[DONE]',
    render: createRequestRenderer(profile),
    createReader: createAnswerReader,
    readAnswer,
    toError: toApiError,
  };
}

function readAnswer(answer: JsonValue, call: CallInfo): ModelEvent[] {
  const isAnswer = isJsonObject(answer) && (Array.isArray(answer.choices) || Boolean(answer.error));
  if (!isAnswer) throw toInvalidResponse(`It has no choices: ${JSON.stringify(answer).slice(0, 80)}`, call);
  const out: ModelEvent[] = [];
  const reader = createAnswerReader(call);
  reader.read(answer, out);
  reader.finish(out);
  return out;
}
