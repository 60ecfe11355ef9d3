import {
  createConversationMemo,
  type JoinedJson,
  joinJson,
  type Message,
  type ModelWarning,
} from '@pegboard/core/provider';
import { collectTurns, type Turn } from './collect-turns.ts';
import { keepState } from './keep-state.ts';
import type { ModelTraits } from './model-traits.ts';
import { blockJson, type RenderedBlock } from './rendered-block.ts';
import { wellFormed } from './well-formed.ts';

/** The beginning of a conversation, up to an answer: what comes later changes nothing in it any more. */
export interface ClosedTurns {
  /** How many messages it is. */
  readonly length: number;
  readonly system: readonly string[];
  /** The wire's messages. */
  readonly json: JoinedJson;
  /** Ids of its calls: the first `count` of a set that longer beginnings share. */
  readonly ids: { readonly shared: Set<string>; readonly count: number };
  /** Names of the tools that were called. */
  readonly called: ReadonlySet<string>;
}

type Traits = Pick<ModelTraits, 'systemMessages'>;

/** Nothing is closed. */
export const noTurns: ClosedTurns = {
  length: 0,
  system: [],
  json: '',
  ids: { shared: new Set(), count: 0 },
  called: new Set(),
};
const memo = createConversationMemo<ClosedTurns>();

/** The turns of the user that may still change: the cache markers stand at the last two. */
const openTurns = 3;

/** What is closed of a conversation, rendered once; nothing where it would have to be put right, or tells a warning. */
export function closedTurns(messages: readonly Message[], model: string, traits: Traits): ClosedTurns {
  const end = endOf(messages);
  if (end === 0) return noTurns;
  const head = messages.slice(0, end);
  const variant = `${model} ${traits.systemMessages}`;
  const known = memo.find(head, variant)?.value ?? noTurns;
  if (known.length === end) return known;
  const grown = grow(known, head, model, traits);
  if (grown === undefined) return noTurns;
  memo.keep(head, grown, variant);
  return grown;
}

/** The ids of its calls. */
export function idsOf({ ids: { shared, count } }: ClosedTurns): Set<string> {
  // Somebody may have gone on from here in another way.
  return shared.size === count ? shared : new Set([...shared].slice(0, count));
}

/** Where so many answers before the end begins, of those that follow what a user or a tool said. */
function endOf(messages: readonly Message[]): number {
  let answers = 0;
  for (let at = messages.length - 1; at > 0; at--) {
    const before = messages[at - 1]?.role;
    if (messages[at]?.role !== 'assistant' || (before !== 'user' && before !== 'tool')) continue;
    if (++answers === openTurns) return at;
  }
  return 0;
}

function grow(
  known: ClosedTurns,
  head: readonly Message[],
  model: string,
  { systemMessages }: Traits,
): ClosedTurns | undefined {
  const added = known.length === 0 ? head : head.slice(known.length);
  // At the start it is one for all; later its place depends on what is around it.
  if (known.length > 0 && added.some(({ role }) => role === 'system')) return undefined;
  const warnings: ModelWarning[] = [];
  const { system, turns, container } = collectTurns(added, systemMessages, warnings);
  const begins = turns[0]?.role === (known.length === 0 ? 'user' : 'assistant');
  if (!begins || turns.at(-1)?.role !== 'user' || container || warnings.length > 0) return undefined;
  const ids = known.length === 0 ? new Set<string>() : idsOf(known);
  const called = new Set(known.called);
  const kept = keepState(turns, model, false);
  if (!areSound(kept, ids, called)) return undefined;
  return {
    length: head.length,
    system: [...known.system, ...system],
    json: joinJson(known.json, wellFormed(turnsJson(kept))),
    ids: { shared: ids, count: ids.size },
    called,
  };
}

/** Whether the turns go as they are: every call has its result in the next turn, first and in order, and no id comes twice. */
function areSound(turns: readonly Turn[], ids: Set<string>, called: Set<string>): boolean {
  let open: readonly string[] = [];
  for (const { role, blocks } of turns) {
    if (role === 'user') {
      if (!answersAll(blocks, open)) return false;
      open = [];
      continue;
    }
    if (blocks.length === 0 || !blocks.every(({ kind }) => ownKinds.has(kind))) return false;
    const calls = blocks.filter((block) => block.kind === 'call');
    open = calls.map(({ id }) => id);
    if (open.some((id) => ids.has(id)) || new Set(open).size < open.length) return false;
    for (const { id, name } of calls) {
      ids.add(id);
      called.add(name);
    }
  }
  return true;
}

/** What an answer may hold: of what the host ran, each depends on the others. */
const ownKinds: ReadonlySet<RenderedBlock['kind']> = new Set(['plain', 'thinking', 'call']);

function answersAll(blocks: readonly RenderedBlock[], open: readonly string[]): boolean {
  return (
    blocks.length >= open.length &&
    blocks.every((block, at) =>
      at < open.length ? block.kind === 'result' && block.id === open[at] : block.kind === 'plain',
    )
  );
}

/** The wire's messages, joined by commas. `blocksJson` writes the content of the turn at a place. */
export function turnsJson(
  turns: readonly Turn[],
  blocksJson: (turn: Turn, at: number) => string = ({ blocks }) => blocks.map(blockJson).join(','),
): string {
  const messages = turns.flatMap((turn, at) => [
    `{"role":"${turn.role}","content":[${blocksJson(turn, at)}]}`,
    ...(turn.system.length > 0 ? [`{"role":"system","content":[${turn.system.join(',')}]}`] : []),
  ]);
  return messages.join(',');
}
