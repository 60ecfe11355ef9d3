import { createSideTable, type Message, type ModelWarning } from '@pegboard/core/provider';
import { pairResults } from '../pair-results.ts';
import type { OwnItems } from './render-assistant.ts';
import { renderMessage } from './render-message.ts';

interface CachedMessage {
  readonly own: string;
  /** JSON of the items, joined by commas. */
  readonly json: string;
  readonly warnings: readonly ModelWarning[];
}

/** Renders conversations as JSON text. Each message is rendered once for a model, as messages never change: a turn costs what it adds. */
export function createInputRenderer(): (
  messages: readonly Message[],
  own: OwnItems,
  warnings: ModelWarning[],
) => string {
  const cache = createSideTable<Message, CachedMessage>();
  const render = (message: Message, own: OwnItems): CachedMessage => {
    const key = `${own.model} ${own.stored}`;
    const known = cache.get(message);
    if (known?.own === key) return known;
    const warnings: ModelWarning[] = [];
    const items = renderMessage(message, own, warnings);
    const json = items.map((item) => JSON.stringify(item)).join(',');
    const rendered = { own: key, json, warnings };
    cache.set(message, rendered);
    return rendered;
  };
  return (messages, own, warnings) => {
    const pieces: string[] = [];
    for (const message of pairResults(messages)) {
      const rendered = render(message, own);
      if (rendered.json !== '') pieces.push(rendered.json);
      warnings.push(...rendered.warnings);
    }
    return `[${pieces.join(',')}]`;
  };
}
