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
import type { OllamaProfile } from './profile.ts';
import { createAnswerReader } from './read-answer.ts';
import { createRequestRenderer } from './render.ts';

/** `ollama.chat`. It keeps what it rendered of messages and tools, and nothing else. */
export function createOllamaCodec(profile: OllamaProfile): Codec {
  const createReader: Codec['createReader'] = (call, request) => createAnswerReader(call, request, profile);
  return {
    framing: 'ndjson',
    fetches: ({ url }) => url?.startsWith('data:') ?? false,
    render: createRequestRenderer(profile),
    createReader,
    readAnswer: (answer, call, request) => readAnswer(answer, call, request, createReader),
    toError: toApiError,
  };
}

function readAnswer(
  answer: JsonValue,
  call: CallInfo,
  request: ModelRequest,
  createReader: Codec['createReader'],
): ModelEvent[] {
  const isAnswer = isJsonObject(answer) && (isJsonObject(answer.message) || answer.error !== undefined);
  if (!isAnswer) throw toInvalidResponse(`It has no message: ${JSON.stringify(answer).slice(0, 80)}`, call);
  const out: ModelEvent[] = [];
  const reader = createReader(call, request);
  reader.read(answer, out);
  reader.finish(out);
  return out;
}
