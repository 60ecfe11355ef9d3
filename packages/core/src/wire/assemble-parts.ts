import type { JsonObject } from '../contracts/json.ts';
import type { ProviderData } from '../contracts/message.ts';
import type { ModelEvent, ModelPart } from '../contracts/provider.ts';
import { createCallAssembler, type ToolCallPiece } from './assemble-calls.ts';

export type { ToolCallPiece };

/** Collects the deltas of one answer. Every method pushes the events that follow at once onto `out`. */
export interface PartAssembler {
  /** A piece of the text or reasoning block that `key` names: the wire's own index, or any word that tells blocks apart. */
  delta(type: 'text' | 'reasoning', key: string | number, text: string, out: ModelEvent[]): void;
  /** Opaque state of a block; the block is then repeated as a `part` event at the end. Later keys win. */
  annotate(type: 'text' | 'reasoning', key: string | number, codec: string, data: JsonObject): void;
  toolCall(piece: ToolCallPiece, out: ModelEvent[]): void;
  /** A part that came whole; it takes the next index. */
  part(part: ModelPart, out: ModelEvent[]): void;
  /** Tool calls begun so far. */
  readonly callCount: number;
  /** The `part` events of all calls and annotated blocks, in the order of their index. */
  finish(out: ModelEvent[]): void;
}

interface Block {
  readonly type: 'text' | 'reasoning';
  readonly index: number;
  readonly pieces: string[];
  providerData?: ProviderData;
}

/** A new assembler; parts get their index in the order in which their first piece came. */
export function createPartAssembler(): PartAssembler {
  const blocks = { text: new Map<string | number, Block>(), reasoning: new Map<string | number, Block>() };
  let nextIndex = 0;
  const takeIndex = (): number => nextIndex++;
  const calls = createCallAssembler(takeIndex);

  const blockOf = (type: Block['type'], key: string | number): Block => {
    let block = blocks[type].get(key);
    if (block === undefined) blocks[type].set(key, (block = { type, index: takeIndex(), pieces: [] }));
    return block;
  };
  return {
    delta(type, key, text, out) {
      if (text === '') return;
      const block = blockOf(type, key);
      block.pieces.push(text);
      out.push({ type, index: block.index, text });
    },
    annotate(type, key, codec, data) {
      const block = blockOf(type, key);
      block.providerData = { ...block.providerData, [codec]: { ...block.providerData?.[codec], ...data } };
    },
    toolCall: (piece, out) => calls.add(piece, out),
    part: (part, out) => void out.push({ type: 'part', index: takeIndex(), part }),
    get callCount() {
      return calls.count;
    },
    finish(out) {
      const parts = calls.parts();
      for (const block of [...blocks.text.values(), ...blocks.reasoning.values()]) {
        const { type, index, pieces, providerData } = block;
        if (providerData)
          parts.push({ type: 'part', index, part: { type, text: pieces.join(''), providerData } });
      }
      out.push(...parts.toSorted((a, b) => a.index - b.index));
    },
  };
}
