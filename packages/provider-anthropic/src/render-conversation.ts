import type { JsonObject, Message, ModelWarning } from '@pegboard/core/provider';
import { collectTurns, type Turn } from './collect-turns.ts';
import { keepState } from './keep-state.ts';
import type { ModelTraits } from './model-traits.ts';
import { pairCalls } from './pair-calls.ts';
import { blockJson, type RenderedBlock, textBlock } from './rendered-block.ts';

/** A conversation in the form of the API; JSON texts are made of it when it is known where the cache begins. */
export interface Conversation {
  readonly system: readonly string[];
  readonly turns: readonly Turn[];
  readonly container: JsonObject | undefined;
  /** Names of the tools in calls of the conversation. */
  readonly called: ReadonlySet<string>;
  /** Calls are being answered of an answer that does not begin with what was thought. */
  readonly thoughtless: boolean;
}

export function arrangeConversation(
  messages: readonly Message[],
  model: string,
  { systemMessages }: Pick<ModelTraits, 'systemMessages'>,
  warnings: ModelWarning[],
): Conversation {
  const { system, turns: collected, paused, container } = collectTurns(messages, systemMessages, warnings);
  const turns = withStandIns(pairCalls(keepState(collected, model, paused)), paused);
  const calls = turns.flatMap(({ blocks }) => blocks.filter((block) => block.kind === 'call'));
  const answer = turns.at(-1)?.role === 'assistant' ? turns.at(-1) : turns.at(-2);
  const open = answer?.blocks.some(({ kind }) => kind === 'call') ?? false;
  return {
    system,
    turns,
    container,
    called: new Set(calls.map(({ name }) => name)),
    thoughtless: open && answer?.blocks[0]?.kind !== 'thinking',
  };
}

/** The first message must be the user's, and so must the last: models no longer go on with an answer that was begun for them. */
function withStandIns(turns: readonly Turn[], paused: boolean): readonly Turn[] {
  const [first] = turns;
  const begun =
    first?.role === 'assistant' ? [said('The beginning of this conversation is left out.'), ...turns] : turns;
  const last = begun.at(-1);
  const goesOn = paused && (last?.blocks.some(({ kind }) => kind.startsWith('server-')) ?? false);
  return last?.role === 'user' || goesOn ? begun : [...begun, said('Continue.')];
}

function said(text: string): Turn {
  return { role: 'user', blocks: [textBlock(text)], system: [] };
}

/** `mark` is the cache marker as JSON text; it goes to the ends of the last two turns of the user, which the next request shares. */
export function conversationJson(turns: readonly Turn[], mark: string | undefined): string {
  const users = turns.flatMap(({ role }, at) => (role === 'user' ? [at] : [])).slice(-2);
  const marked = new Set(mark === undefined ? [] : users);
  const messages = turns.flatMap(({ role, blocks, system }, at) => [
    `{"role":"${role}","content":[${contentJson(blocks, marked.has(at) ? mark : undefined)}]}`,
    ...(system.length > 0 ? [`{"role":"system","content":[${system.join(',')}]}`] : []),
  ]);
  return `[${messages.join(',')}]`;
}

function contentJson(blocks: readonly RenderedBlock[], mark: string | undefined): string {
  return blocks
    .map((block, at) => withMark(blockJson(block), at === blocks.length - 1 ? mark : undefined))
    .join(',');
}

/** An object's JSON text with the cache marker in it. */
export function withMark(json: string, mark: string | undefined): string {
  return mark === undefined ? json : `${json.slice(0, -1)},"cache_control":${mark}}`;
}
