import type { JsonObject, ModelBatch, ModelEvent, ModelRequest } from '@pegboard/core/provider';
import { estimateUsage } from './estimate-usage.ts';
import { readConversation } from './read-conversation.ts';
import type { Reply } from './reply.ts';

/** The batches of a reply: one when nobody watches, else one per word. */
export function* replyBatches(reply: Reply, request: ModelRequest): Generator<ModelBatch, void> {
  const start: ModelEvent = { type: 'start', response: { model: request.model } };
  const calls = callEvents(reply, request);
  const finish: ModelEvent = {
    type: 'finish',
    finish: { unified: reply.finish, raw: reply.finish },
    usage: estimateUsage(request, reply),
  };
  const warnings = reply.warnings ?? [];
  if (!request.deltas) {
    const text: ModelEvent[] =
      reply.text === '' ? [] : [{ type: 'part', index: 0, part: { type: 'text', text: reply.text } }];
    yield [start, ...warnings, ...text, ...calls.map(({ part }) => part), finish];
    return;
  }
  yield [start, ...warnings];
  for (const word of pieces(reply.text)) yield [{ type: 'text', index: 0, text: word }];
  for (const { deltas, part } of calls) {
    for (const delta of deltas) yield [delta];
    yield [part];
  }
  yield [finish];
}

/** Words with the white space after them; joined they are the text. */
function pieces(text: string): readonly string[] {
  return text.match(/\s*\S+\s*/gu) ?? (text === '' ? [] : [text]);
}

interface CallEvents {
  readonly deltas: readonly ModelEvent[];
  readonly part: ModelEvent;
}

function callEvents(reply: Reply, { messages }: ModelRequest): readonly CallEvents[] {
  const taken = new Set(readConversation(messages).callIds);
  return reply.calls.map(({ name, input }, position) => {
    const callId = freeId(taken);
    const index = position + (reply.text === '' ? 0 : 1);
    const args = JSON.stringify(input);
    return {
      deltas: pieces(args).map((argsText) => ({ type: 'tool-call-delta', index, callId, name, argsText })),
      part: {
        type: 'part',
        index,
        part: { type: 'tool-call', callId, name, args: input satisfies JsonObject, executor: 'client' },
      },
    };
  });
}

/** `call_1`, `call_2` …: the first that the conversation does not have. */
function freeId(taken: Set<string>): string {
  let number = taken.size + 1;
  while (taken.has(`call_${number}`)) number++;
  taken.add(`call_${number}`);
  return `call_${number}`;
}
