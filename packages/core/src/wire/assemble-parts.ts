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
  readonly key: string | number;
  readonly index: number;
  readonly pieces: string[];
  providerData?: ProviderData;
}

/** A new assembler; parts get their index in the order in which their first piece came. */
export function createPartAssembler(): PartAssembler {
  return new Assembler();
}

/** A class: one is made for each answer, and functions of its own would be made for it, too. */
class Assembler implements PartAssembler {
  /** Few: an answer has one or two of each. */
  readonly #blocks: Block[] = [];
  readonly #calls = createCallAssembler(() => this.#nextIndex++);
  #nextIndex = 0;

  delta(type: Block['type'], key: string | number, text: string, out: ModelEvent[]): void {
    if (text === '') return;
    const block = this.#blockOf(type, key);
    block.pieces.push(text);
    out.push({ type, index: block.index, text });
  }

  annotate(type: Block['type'], key: string | number, codec: string, data: JsonObject): void {
    const block = this.#blockOf(type, key);
    block.providerData = { ...block.providerData, [codec]: { ...block.providerData?.[codec], ...data } };
  }

  toolCall(piece: ToolCallPiece, out: ModelEvent[]): void {
    this.#calls.add(piece, out);
  }

  part(part: ModelPart, out: ModelEvent[]): void {
    out.push({ type: 'part', index: this.#nextIndex++, part });
  }

  get callCount(): number {
    return this.#calls.count;
  }

  finish(out: ModelEvent[]): void {
    const parts = this.#calls.parts();
    for (const { type, index, pieces, providerData } of this.#blocks)
      if (providerData)
        parts.push({ type: 'part', index, part: { type, text: pieces.join(''), providerData } });
    out.push(...(parts.length > 1 ? parts.toSorted((a, b) => a.index - b.index) : parts));
  }

  #blockOf(type: Block['type'], key: string | number): Block {
    const last = this.#blocks.at(-1);
    return last?.key === key && last.type === type ? last : this.#otherBlock(type, key);
  }

  #otherBlock(type: Block['type'], key: string | number): Block {
    let block = this.#blocks.find((one) => one.key === key && one.type === type);
    if (block === undefined) this.#blocks.push((block = { type, key, index: this.#nextIndex++, pieces: [] }));
    return block;
  }
}
