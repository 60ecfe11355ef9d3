import type { ModelRequest } from '@pegboard/core/provider';
import { latestUserText, readConversation } from './read-conversation.ts';
import { aboutMedia, type Reply, textReply } from './reply.ts';

/** Repeats the latest user text; it calls no tools. */
export function echo(request: ModelRequest): Reply {
  const text = latestUserText(request.messages);
  const media = aboutMedia(readConversation(request.messages).media);
  return textReply([text, media].filter(Boolean).join('\n') || '(there is no text to repeat)');
}
