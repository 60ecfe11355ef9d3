import {
  createSideTable,
  type Message,
  type ModelRequest,
  type ModelWarning,
  type SystemMessage,
} from '@pegboard/core/provider';
import { pairResults } from './pair-results.ts';
import { instruction, renderMessage, systemText } from './render-message.ts';

interface Cached {
  readonly model: string;
  /** JSON of the wire's messages, joined by commas; empty: there is nothing to send. */
  readonly json: string;
  readonly warnings: readonly ModelWarning[];
}

/** An empty conversation only loads the model. */
const opening = JSON.stringify({ role: 'user', content: 'Begin.' });

/** What the model is told besides the conversation; empty: nothing. */
export interface Words {
  /** At the end of the instructions. */
  readonly always: string;
  /** Behind the conversation, where it costs the prompt cache nothing. */
  readonly now: string;
}

/** Renders conversations as JSON text. Each message is rendered once, as messages never change: a turn costs what it adds. */
export function createMessageRenderer(
  provider: string,
): (request: ModelRequest, words: Words, warnings: ModelWarning[]) => string {
  const cache = createSideTable<Message, Cached>();
  const render = (message: Message, model: string): Cached => {
    const known = cache.get(message);
    if (known?.model === model) return known;
    const warnings: ModelWarning[] = [];
    const messages = renderMessage(message, { provider, model }, warnings);
    const rendered = { model, json: messages.map((each) => JSON.stringify(each)).join(','), warnings };
    cache.set(message, rendered);
    return rendered;
  };
  return ({ messages, model }, { always, now }, warnings) => {
    const { system, talk } = split(messages);
    const pieces: string[] = [];
    for (const message of pairResults(talk)) {
      const rendered = render(message, model);
      if (rendered.json !== '') pieces.push(rendered.json);
      warnings.push(...rendered.warnings);
    }
    if (pieces.length === 0) pieces.push(opening);
    if (now !== '') pieces.push(JSON.stringify(instruction(now)));
    const content = [system, always].filter((text) => text !== '').join('\n\n');
    if (content !== '') pieces.unshift(JSON.stringify({ role: 'system', content }));
    return `[${pieces.join(',')}]`;
  };
}

/** System messages at the beginning are one: some templates show only the first. */
function split(messages: readonly Message[]): { readonly system: string; readonly talk: readonly Message[] } {
  const from = messages.findIndex(({ role }) => role !== 'system');
  const head = messages.slice(0, from === -1 ? messages.length : from);
  const texts = head.filter((message): message is SystemMessage => message.role === 'system').map(systemText);
  return { system: texts.filter((text) => text !== '').join('\n\n'), talk: messages.slice(head.length) };
}
