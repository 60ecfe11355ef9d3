import type { Message, ModelWarning } from '@pegboard/core/provider';
import { pairResults } from '../pair-results.ts';
import { arrangeTurns } from './arrange-turns.ts';
import type { ChatProfile } from './profile.ts';
import { renderMessage } from './render-message.ts';
import type { HostMessage, HostUserPart } from './wire.ts';

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
): (messages: readonly Message[], model: string, warnings: ModelWarning[]) => string {
  const cache = new WeakMap<Message, CachedMessage>();
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
    const pieces: Pick<CachedMessage, 'messages' | 'json'>[] = [];
    let waiting: HostUserPart[] = [];
    const release = (): void => {
      if (waiting.length === 0) return;
      const message: HostMessage = { role: 'user', content: waiting };
      pieces.push({ messages: [message], json: JSON.stringify(message) });
      waiting = [];
    };
    for (const message of pairResults(messages)) {
      const rendered = render(message, model);
      // No other role may come between the tool messages of one answer.
      if (message.role !== 'tool') release();
      if (rendered.json !== '') pieces.push(rendered);
      waiting.push(...rendered.after);
      warnings.push(...rendered.warnings);
    }
    release();
    if (profile.turns === 'any') return `[${pieces.map(({ json }) => json).join(',')}]`;
    return JSON.stringify(
      arrangeTurns(
        pieces.flatMap((piece) => piece.messages),
        profile.turns,
      ),
    );
  };
}
