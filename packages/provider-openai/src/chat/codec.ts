import { isJsonObject, type JsonValue, type ModelEvent } from '@pegboard/core/provider';
import type { CallInfo } from '../call-info.ts';
import type { Codec } from '../codec.ts';
import { toInvalidResponse } from '../errors.ts';
import type { ChatProfile } from './profile.ts';
import { createAnswerReader } from './read-answer.ts';
import { createRequestRenderer } from './render.ts';
import { createChatDecoder } from './stream.ts';

/** Chat Completions. It keeps what it rendered of messages and tools, and nothing else. */
export function createChatCodec(profile: ChatProfile): Codec {
  return {
    path: '/chat/completions',
    render: createRequestRenderer(profile),
    createDecoder: createChatDecoder,
    parseAnswer,
  };
}

function parseAnswer(answer: JsonValue, call: CallInfo): ModelEvent[] {
  const isAnswer = isJsonObject(answer) && (Array.isArray(answer.choices) || Boolean(answer.error));
  if (!isAnswer) throw toInvalidResponse(`It has no choices: ${JSON.stringify(answer).slice(0, 80)}`, call);
  const out: ModelEvent[] = [];
  const reader = createAnswerReader(call);
  reader.read(answer, out);
  reader.finish(out);
  return out;
}
