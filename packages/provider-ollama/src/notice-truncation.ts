import { isJsonObject, type Message, type ModelRequest, type ModelWarning } from '@pegboard/core/provider';
import type { OllamaProfile } from './profile.ts';

/** Prose of any language has fewer characters per token than this, code and JSON much fewer. */
const mostCharsPerToken = 6;

/** The smallest context of any server is 2048: a lower count is that of a prompt of which the rest was cached. */
const leastCut = 1000;

/**
 * The server cuts a prompt that does not fit its context without a word: oldest messages first. Told by a count far below what the messages
 * must come to, or by a context that cannot hold them.
 */
export function noticeTruncation(
  request: ModelRequest,
  { provider, numCtx: own }: OllamaProfile,
  counted: number | undefined,
): ModelWarning | undefined {
  const least = Math.floor(charsOf(request.messages) / mostCharsPerToken);
  const options = request.providerOptions?.[provider]?.options;
  const asked = isJsonObject(options) ? options.num_ctx : undefined;
  const numCtx = typeof asked === 'number' ? asked : own;
  const isCut = counted !== undefined && counted >= leastCut && counted < least;
  if (!isCut && !(numCtx !== undefined && numCtx < least)) return undefined;
  const seen = counted === undefined ? `a context of ${numCtx} tokens` : `${counted} tokens`;
  const message =
    `The server has read ${seen} of a prompt that has at least ${least}: it seems to have cut the oldest messages. ` +
    'Raise numCtx, shorten the conversation, or set truncate: false to get an error instead';
  const details = {
    estimatedTokens: least,
    ...(counted !== undefined && { promptTokens: counted }),
    ...(numCtx !== undefined && { numCtx }),
  };
  return { type: 'warning', code: 'prompt-truncated', message, details };
}

const chars = new WeakMap<Message, number>();

function charsOf(messages: readonly Message[]): number {
  let sum = 0;
  for (const message of messages) {
    const known = chars.get(message) ?? countChars(message.content);
    chars.set(message, known);
    sum += known;
  }
  return sum;
}

/** Of what certainly reaches the prompt: no reasoning, no media, no tools. */
function countChars(parts: Message['content']): number {
  let sum = 0;
  for (const part of parts) {
    if (part.type === 'text') sum += part.text.length;
    else if (part.type === 'json') sum += JSON.stringify(part.value).length;
    else if (part.type === 'tool-call' && part.executor === 'client')
      sum += JSON.stringify(part.input).length;
    else if (part.type === 'tool-result' && part.executor === 'client')
      for (const each of part.content) if (each.type === 'text') sum += each.text.length;
  }
  return sum;
}
