import { baseName } from './model-traits.ts';
import type { Turn } from './collect-turns.ts';
import type { RenderedBlock } from './rendered-block.ts';

/** The turns without the state that the API would refuse: thoughts of other models, and server calls and results that have lost each other. */
export function keepState(turns: readonly Turn[], model: string, paused: boolean): Turn[] {
  if (turns.every(({ blocks }) => blocks.every(({ kind }) => stateless.has(kind)))) return [...turns];
  const name = baseName(model);
  const calls = new Set<string>();
  const results = new Set<string>();
  for (const { blocks } of turns)
    for (const block of blocks) {
      if (block.kind === 'server-call') calls.add(block.id);
      if (block.kind === 'server-result' && calls.has(block.id)) results.add(block.id);
    }
  const sent = { calls: new Set<string>(), results: new Set<string>() };
  const lastAnswer = turns.findLastIndex(({ role }) => role === 'assistant');
  return turns.map((turn, at) => {
    if (turn.role === 'user') return turn;
    const running =
      at === lastAnswer && isRunning(turn, at === turns.length - 1 && paused, turns.length - 1 - at);
    const kept = turn.blocks.filter((block) => {
      if (block.kind === 'thinking') return baseName(block.model) === name;
      if (block.kind === 'server-call')
        return (running || results.has(block.id)) && isFirst(block.id, sent.calls);
      if (block.kind === 'server-result') return results.has(block.id) && isFirst(block.id, sent.results);
      return true;
    });
    return { ...turn, blocks: withoutTail(kept) };
  });
}

/** Kinds of blocks that hold no state of the host. */
const stateless: ReadonlySet<RenderedBlock['kind']> = new Set(['plain', 'call', 'result']);

/** An answer that is repeated has its server calls once. */
function isFirst(id: string, sent: Set<string>): boolean {
  if (sent.has(id)) return false;
  sent.add(id);
  return true;
}

/** Server calls without a result stay where the host goes on with them: after a pause, or once it has the results of our own calls. */
function isRunning({ blocks }: Turn, paused: boolean, turnsAfter: number): boolean {
  return paused || (turnsAfter <= 1 && blocks.some(({ kind }) => kind === 'call'));
}

/** The API refuses an answer that ends with what was thought, as one that was cut off may. */
function withoutTail(blocks: readonly RenderedBlock[]): readonly RenderedBlock[] {
  const end = blocks.findLastIndex(({ kind }) => kind !== 'thinking');
  return blocks.slice(0, end + 1);
}
