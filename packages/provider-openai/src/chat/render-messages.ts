import {
  createConversationMemo,
  createSideTable,
  type JoinedJson,
  joinJson,
  type Message,
  type ModelWarning,
} from '@pegboard/core/provider';
import { pairResults } from '../pair-results.ts';
import { arrangeTurns } from './arrange-turns.ts';
import type { ChatProfile } from './profile.ts';
import { renderMessage } from './render-message.ts';
import type { HostMessage, HostUserPart } from './wire.ts';

type JsonList = string | { readonly list: JoinedJson };

interface CachedMessage {
  readonly model: string;
  readonly messages: readonly HostMessage[];
  /** JSON of the wire's messages, joined by commas. */
  readonly json: string;
  readonly after: readonly HostUserPart[];
  readonly warnings: readonly ModelWarning[];
}

/** Renders conversations as JSON text. Each message is rendered once, as messages never change: a turn costs what it adds. */
export function createMessageRenderer(
  profile: ChatProfile,
): (messages: readonly Message[], model: string, warnings: ModelWarning[]) => JsonList {
  const cache = createSideTable<Message, CachedMessage>();
  /** JSON of beginnings that are told as they stand, without a warning. */
  const memo = createConversationMemo<JoinedJson>();
  const render = (message: Message, model: string): CachedMessage => {
    const known = cache.get(message);
    if (known?.model === model) return known;
    const { messages, after, warnings } = renderMessage(message, profile, model);
    const json = messages.map((each) => JSON.stringify(each)).join(',');
    const rendered = { model, messages, json, after, warnings };
    cache.set(message, rendered);
    return rendered;
  };
  return (messages, model, warnings) => {
    const known = profile.turns === 'any' ? memo.find(messages, model) : undefined;
    const paired = pairResults(messages, known?.length);
    const sound = paired === messages;
    const before = warnings.length;
    const pieces: Pick<CachedMessage, 'messages' | 'json'>[] = [];
    let waiting: HostUserPart[] = [];
    const release = (): void => {
      if (waiting.length === 0) return;
      const message: HostMessage = { role: 'user', content: waiting };
      pieces.push({ messages: [message], json: JSON.stringify(message) });
      waiting = [];
    };
    for (const message of known && sound ? messages.slice(known.length) : paired) {
      const rendered = render(message, model);
      // No other role may come between the tool messages of one answer.
      if (message.role !== 'tool') release();
      if (rendered.json !== '') pieces.push(rendered);
      waiting.push(...rendered.after);
      warnings.push(...rendered.warnings);
    }
    const whole = sound && waiting.length === 0 && warnings.length === before;
    release();
    if (profile.turns === 'any') {
      const list = joinJson(known && sound ? known.value : '', pieces.map((piece) => piece.json).join(','));
      if (whole) memo.keep(messages, list, model);
      return { list };
    }
    return JSON.stringify(
      arrangeTurns(
        pieces.flatMap((piece) => piece.messages),
        profile.turns,
      ),
    );
  };
}
