import type { Codec } from '@pegboard/core/provider';
import { toApiError } from './errors.ts';
import type { MessagesProfile } from './profile.ts';
import { createAnswerReader, readAnswer } from './read-answer.ts';
import { createRequestRenderer } from './render.ts';
import { fetches } from './render-media.ts';

/** The Messages API. It keeps what it rendered of messages and tools, and nothing else. */
export function createMessagesCodec(profile: MessagesProfile): Codec {
  return {
    framing: 'sse',
    fetches,
    render: createRequestRenderer(profile),
    createReader: createAnswerReader,
    readAnswer,
    toError: toApiError,
  };
}
