import {
  type CallInfo,
  type Codec,
  isJsonObject,
  type JsonValue,
  type ModelEvent,
  type ModelRequest,
  toInvalidResponse,
} from '@pegboard/core/provider';
import { toApiError } from '../errors.ts';
import type { ChatProfile } from './profile.ts';
import { createAnswerReader, type ReadingOptions, type RecoverAnswer } from './read-answer.ts';
import { fetches } from './render-media.ts';
import { createRequestRenderer } from './render.ts';

/** Chat Completions. It keeps what it rendered of messages and tools, and nothing else. */
export function createChatCodec(profile: ChatProfile, recover?: RecoverAnswer): Codec {
  const toOptions = (call: CallInfo, request: ModelRequest): ReadingOptions => ({
    call,
    request,
    thinkTags: profile.thinkTags,
    recover: profile.failedGeneration ? recover : undefined,
  });
  return {
    framing: 'sse',
    // Some hosts send it without a finish reason before it.
    endMark: '[DONE]',
    fetches: (part) => fetches(part, profile),
    render: createRequestRenderer(profile),
    createReader: (call, request) => createAnswerReader(toOptions(call, request)),
    readAnswer: (answer, call, request) => readAnswer(answer, toOptions(call, request)),
    toError: toApiError,
  };
}

function readAnswer(answer: JsonValue, options: ReadingOptions): ModelEvent[] {
  const isAnswer = isJsonObject(answer) && (Array.isArray(answer.choices) || Boolean(answer.error));
  if (!isAnswer)
    throw toInvalidResponse(`It has no choices: ${JSON.stringify(answer).slice(0, 80)}`, options.call);
  const out: ModelEvent[] = [];
  const reader = createAnswerReader(options);
  reader.read(answer, out);
  reader.finish(out);
  return out;
}
