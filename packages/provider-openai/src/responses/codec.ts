import {
  type CallInfo,
  type Codec,
  isJsonObject,
  type JsonValue,
  type ModelEvent,
  toInvalidResponse,
} from '@pegboard/core/provider';
import { toApiError } from '../errors.ts';
import type { ResponsesProfile } from './profile.ts';
import { createResponseReader, readResponse } from './read-answer.ts';
import { createRequestRenderer } from './render.ts';

/** Responses. It keeps what it rendered of messages and tools, and nothing else: every request carries the whole conversation. */
export function createResponsesCodec(profile: ResponsesProfile): Codec {
  return {
    framing: 'sse',
    render: createRequestRenderer(profile),
    createReader: createResponseReader,
    readAnswer,
    toError: toApiError,
  };
}

function readAnswer(answer: JsonValue, call: CallInfo): ModelEvent[] {
  const isAnswer = isJsonObject(answer) && (Array.isArray(answer.output) || Boolean(answer.error));
  if (!isAnswer) throw toInvalidResponse(`It has no output: ${JSON.stringify(answer).slice(0, 80)}`, call);
  return readResponse(answer, call);
}
