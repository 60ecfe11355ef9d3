import type { JoinedJson, JsonList, JsonObject, Message, ModelWarning } from '@pegboard/core/provider';
import { type ClosedTurns, closedTurns, idsOf, noTurns, turnsJson } from './closed-turns.ts';
import { collectTurns, type Turn } from './collect-turns.ts';
import { keepState } from './keep-state.ts';
import type { ModelTraits } from './model-traits.ts';
import { pairCalls } from './pair-calls.ts';
import { blockJson, type RenderedBlock, textBlock } from './rendered-block.ts';
import { wellFormed } from './well-formed.ts';

/** A conversation in the form of the API; JSON texts are made of it when it is known where the cache begins. */
export interface Conversation {
  readonly system: readonly string[];
  /** The messages of the wire that stand before `turns`. */
  readonly closed: JoinedJson;
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
  traits: Pick<ModelTraits, 'systemMessages'>,
  warnings: ModelWarning[],
): Conversation {
  const closed = closedTurns(messages, model, traits);
  const arranged = arrange(closed, messages.slice(closed.length), model, traits);
  // What has no part in the request may make turns one that seemed apart.
  const isApart = closed.length === 0 || (isAnswerFirst(arranged) && lastUsers(arranged).length === 2);
  const { warnings: found, ...conversation } = isApart ? arranged : arrange(noTurns, messages, model, traits);
  warnings.push(...found);
  return conversation;
}

type Arranged = Conversation & { readonly warnings: readonly ModelWarning[] };

/** The conversation of which some is closed, and the other messages. */
function arrange(
  closed: ClosedTurns,
  messages: readonly Message[],
  model: string,
  { systemMessages }: Pick<ModelTraits, 'systemMessages'>,
): Arranged {
  const warnings: ModelWarning[] = [];
  const { system, turns: collected, paused, container } = collectTurns(messages, systemMessages, warnings);
  const paired = pairCalls(keepState(collected, model, paused), idsOf(closed));
  const turns = withStandIns(paired, paused, closed.length === 0);
  const calls = turns.flatMap(({ blocks }) => blocks.filter((block) => block.kind === 'call'));
  const answer = turns.at(-1)?.role === 'assistant' ? turns.at(-1) : turns.at(-2);
  const open = answer?.blocks.some(({ kind }) => kind === 'call') ?? false;
  return {
    system: [...closed.system, ...system],
    closed: closed.json,
    turns,
    container,
    called: new Set([...closed.called, ...calls.map(({ name }) => name)]),
    thoughtless: open && answer?.blocks[0]?.kind !== 'thinking',
    warnings,
  };
}

function isAnswerFirst({ turns: [first] }: Conversation): boolean {
  return first?.role === 'assistant';
}

/** The first message must be the user's, and so must the last: models no longer go on with an answer that was begun for them. */
function withStandIns(turns: readonly Turn[], paused: boolean, whole: boolean): readonly Turn[] {
  const [first] = turns;
  const begun =
    whole && first?.role === 'assistant'
      ? [said('The beginning of this conversation is left out.'), ...turns]
      : turns;
  const last = begun.at(-1);
  const goesOn = paused && (last?.blocks.some(({ kind }) => kind.startsWith('server-')) ?? false);
  return last?.role === 'user' || goesOn ? begun : [...begun, said('Continue.')];
}

function said(text: string): Turn {
  return { role: 'user', blocks: [textBlock(text)], system: [] };
}

/** `mark` is the cache marker as JSON text; it goes to the ends of the last two turns of the user, which the next request shares. */
export function conversationJson(
  { closed, turns }: Pick<Conversation, 'closed' | 'turns'>,
  mark: string | undefined,
): JsonList {
  const marked = mark === undefined ? [] : lastUsers({ turns });
  const open = turnsJson(turns, (turn, at) =>
    contentJson(turn.blocks, marked.includes(at) ? mark : undefined),
  );
  return { list: closed, more: wellFormed(open) };
}

/** The places of the last two turns of the user. */
function lastUsers({ turns }: Pick<Conversation, 'turns'>): readonly number[] {
  return turns.flatMap(({ role }, at) => (role === 'user' ? [at] : [])).slice(-2);
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
