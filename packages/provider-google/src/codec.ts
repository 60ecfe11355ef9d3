import {
  type CallInfo,
  type Codec,
  isJsonObject,
  type JsonValue,
  type ModelEvent,
  type ModelRequest,
  toInvalidResponse,
} from '@pegboard/core/provider';
import { toApiError } from './errors.ts';
import type { GoogleProfile } from './profile.ts';
import { createAnswerReader } from './read-answer.ts';
import { createRequestRenderer } from './render.ts';
import { isFetched } from './render-media.ts';

/** generateContent. It keeps what it rendered of messages and tools, and nothing else. */
export function createGoogleCodec(profile: GoogleProfile): Codec {
  return {
    framing: 'sse',
    fetches: (part) => isFetched(part, profile.cloud),
    render: createRequestRenderer(profile),
    createReader: createAnswerReader,
    readAnswer,
    toError: toApiError,
  };
}

function readAnswer(answer: JsonValue, call: CallInfo, request: ModelRequest): ModelEvent[] {
  const isAnswer =
    isJsonObject(answer) && (Array.isArray(answer.candidates) || answer.promptFeedback || answer.error);
  if (!isAnswer)
    throw toInvalidResponse(`It has no candidates: ${JSON.stringify(answer).slice(0, 80)}`, call);
  const out: ModelEvent[] = [];
  const reader = createAnswerReader(call, request);
  reader.read(answer, out);
  reader.finish(out);
  return out;
}
