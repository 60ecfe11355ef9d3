import { createSideTable, type JsonObject, type Message, type ModelWarning } from '@pegboard/core/provider';
import type { RenderedBlock } from './rendered-block.ts';
import { type RenderedMessage, renderMessage } from './render-message.ts';

/** What one side said: messages of one role in a row are one turn, as the API takes them. */
export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly blocks: readonly RenderedBlock[];
  /** Instructions that hold from the end of this turn on, as JSON text. */
  readonly system: readonly string[];
}

export interface Collected {
  /** Instructions for the whole conversation, as JSON text. */
  readonly system: readonly string[];
  readonly turns: readonly Turn[];
  /** The host wants to be asked again with what it sent so far. */
  readonly paused: boolean;
  readonly container: JsonObject | undefined;
}

const rendered = createSideTable<Message, RenderedMessage>();

/** Messages never change, so that each is rendered once: a turn costs what it adds. */
function renderOnce(message: Message): RenderedMessage {
  let known = rendered.get(message);
  if (!known) rendered.set(message, (known = renderMessage(message)));
  return known;
}

/** `systemMessages`: instructions may stand between the messages; else they all go to the top. */
export function collectTurns(
  messages: readonly Message[],
  systemMessages: boolean,
  warnings: ModelWarning[],
): Collected {
  const turns: { role: Turn['role']; blocks: RenderedBlock[]; system: string[] }[] = [];
  const system: string[] = [];
  /** Instructions right after an answer: the API takes them only behind what the user says next. */
  let waiting: string[] = [];
  let container: JsonObject | undefined;
  for (const message of messages) {
    const { blocks, warnings: found, container: newer } = renderOnce(message);
    warnings.push(...found);
    container = newer ?? container;
    if (blocks.length === 0) continue;
    const last = turns.at(-1);
    if (message.role === 'system') {
      const texts = blocks.flatMap((block) => (block.kind === 'plain' ? [block.json] : []));
      const place = !systemMessages || !last ? system : last.role === 'user' ? last.system : waiting;
      place.push(...texts);
      continue;
    }
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    if (last?.role === role) last.blocks.push(...blocks);
    else {
      turns.push({ role, blocks: [...blocks], system: role === 'user' ? waiting : [] });
      if (role === 'user') waiting = [];
    }
  }
  const end = messages.at(-1);
  const paused = end?.role === 'assistant' && end.finish?.unified === 'pause';
  return { system: [...system, ...waiting], turns, paused, container };
}
