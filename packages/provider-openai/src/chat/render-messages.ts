import type { Message, ModelWarning } from '@pegboard/core/provider';
import type { ChatProfile } from './profile.ts';
import { renderMessage } from './render-message.ts';
import type { ChatMessage, ChatUserPart } from './wire.ts';

interface CachedMessage {
  /** JSON of the wire's messages, joined by commas. */
  readonly json: string;
  readonly after: readonly ChatUserPart[];
  readonly warnings: readonly ModelWarning[];
}

/** Renders conversations as JSON text. Each message is rendered once, as messages never change: a turn costs what it adds. */
export function createMessageRenderer(
  profile: ChatProfile,
): (messages: readonly Message[], warnings: ModelWarning[]) => string {
  const cache = new WeakMap<Message, CachedMessage>();
  const render = (message: Message): CachedMessage => {
    const known = cache.get(message);
    if (known !== undefined) return known;
    const { messages, after, warnings } = renderMessage(message, profile);
    const rendered = { json: messages.map((each) => JSON.stringify(each)).join(','), after, warnings };
    cache.set(message, rendered);
    return rendered;
  };
  return (messages, warnings) => {
    const pieces: string[] = [];
    let waiting: ChatUserPart[] = [];
    const release = (): void => {
      if (waiting.length === 0) return;
      pieces.push(JSON.stringify({ role: 'user', content: waiting } satisfies ChatMessage));
      waiting = [];
    };
    for (const message of messages) {
      const rendered = render(message);
      // No other role may come between the tool messages of one answer.
      if (message.role !== 'tool') release();
      if (rendered.json !== '') pieces.push(rendered.json);
      waiting.push(...rendered.after);
      warnings.push(...rendered.warnings);
    }
    release();
    return `[${pieces.join(',')}]`;
  };
}
