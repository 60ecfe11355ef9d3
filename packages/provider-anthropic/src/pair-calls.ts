import type { Turn } from './collect-turns.ts';
import { type CallBlock, type RenderedBlock, type ResultBlock, textBlock } from './rendered-block.ts';

const interrupted = textBlock('Interrupted: this call has no result.').json;

/**
 * Turns that the API takes: every call has its result in the next turn, before all else; results without a call go; ids are used once;
 * turns that become empty go. Server calls were put right before. Ids that are `taken` were used before these turns.
 */
export function pairCalls(turns: readonly Turn[], taken: ReadonlySet<string> = new Set()): Turn[] {
  const out: Turn[] = [];
  const ids = new Set<string>();
  let open: readonly OpenCall[] = [];
  for (const turn of turns) {
    if (turn.role === 'assistant') {
      const { blocks, calls } = nameCalls(turn.blocks, ids, taken);
      push(out, { ...turn, blocks });
      open = [...open, ...calls];
    } else {
      const blocks = answer(turn.blocks, open, out.at(-1));
      if (blocks.length > 0) open = [];
      push(out, { ...turn, blocks });
    }
  }
  if (open.length > 0) push(out, { role: 'user', blocks: answer([], open, out.at(-1)), system: [] });
  return out;
}

/** The id of a call as its message has it, and as it is sent. */
interface OpenCall {
  readonly own: string;
  readonly sent: string;
}

/** An id that was used before gets a number, which is the same in every request. */
function nameCalls(
  blocks: readonly RenderedBlock[],
  ids: Set<string>,
  taken: ReadonlySet<string>,
): { blocks: readonly RenderedBlock[]; calls: readonly OpenCall[] } {
  const calls: OpenCall[] = [];
  const named = blocks.map((block): RenderedBlock => {
    if (block.kind !== 'call') return block;
    const sent = freeId(block.id, (id) => ids.has(id) || taken.has(id));
    ids.add(sent);
    calls.push({ own: block.id, sent });
    return sent === block.id ? block : ({ ...block, id: sent } satisfies CallBlock);
  });
  return { blocks: named, calls };
}

function freeId(id: string, isTaken: (id: string) => boolean): string {
  if (!isTaken(id)) return id;
  let number = 2;
  while (isTaken(`${id}_${number}`)) number += 1;
  return `${id}_${number}`;
}

/** The results of all open calls in their order, then the rest. */
function answer(
  blocks: readonly RenderedBlock[],
  open: readonly OpenCall[],
  before: Turn | undefined,
): readonly RenderedBlock[] {
  const given = blocks.filter((block) => block.kind === 'result');
  const others = blocks.filter((block) => block.kind !== 'result');
  const results = open.map(({ own, sent }): ResultBlock => {
    const at = given.findIndex(({ id }) => id === own);
    const [found] = at < 0 ? [] : given.splice(at, 1);
    if (!found) return { kind: 'result', id: sent, content: [interrupted], failed: true };
    return found.id === sent ? found : { ...found, id: sent };
  });
  return serverWaits(before) ? foldInto(results, others) : [...results, ...others];
}

/** A server tool has begun and waits for our results: then the API takes nothing else beside them. */
function serverWaits(turn: Turn | undefined): boolean {
  const waiting = new Set<string>();
  for (const block of turn?.blocks ?? []) {
    if (block.kind === 'server-call') waiting.add(block.id);
    if (block.kind === 'server-result') waiting.delete(block.id);
  }
  return waiting.size > 0;
}

function foldInto(
  results: readonly ResultBlock[],
  others: readonly RenderedBlock[],
): readonly RenderedBlock[] {
  const last = results.at(-1);
  if (!last || others.length === 0) return [...results, ...others];
  const more = others.flatMap((block) => (block.kind === 'plain' ? [block.json] : []));
  return [...results.slice(0, -1), { ...last, content: [...last.content, ...more] }];
}

/** Turns of one role that come to stand side by side are one. Instructions need a turn to stand behind. */
function push(out: Turn[], turn: Turn): void {
  const last = out.at(-1);
  if (last?.role !== turn.role) {
    if (turn.blocks.length > 0) out.push(turn);
    else if (turn.system.length > 0) out.push({ ...turn, blocks: [textBlock('Continue.')] });
    return;
  }
  const blocks = [...last.blocks, ...turn.blocks];
  out[out.length - 1] = { ...last, blocks, system: [...last.system, ...turn.system] };
}
