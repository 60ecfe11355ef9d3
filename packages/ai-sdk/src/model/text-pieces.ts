import type { ModelEvent } from '@pegboard/core';
import type { AiMetadata } from '../ai-types.ts';
import { keepMetadata } from '../messages/opaque.ts';

type Kind = 'text' | 'reasoning';

interface Piece {
  readonly index: number;
  text: string;
  metadata: AiMetadata | undefined;
}

export interface TextPieces {
  begin(kind: Kind, id: string, metadata: AiMetadata | undefined): readonly ModelEvent[];
  grow(kind: Kind, id: string, delta: string, metadata: AiMetadata | undefined): readonly ModelEvent[];
  end(kind: Kind, id: string, metadata: AiMetadata | undefined): readonly ModelEvent[];
}

/** Text and reasoning that arrive in pieces under an id. A whole part is told only where it carries metadata. */
export function createTextPieces(nextIndex: () => number): TextPieces {
  const open = new Map<string, Piece>();
  const pieceOf = (key: string): Piece => {
    const known = open.get(key);
    if (known) return known;
    const piece = { index: nextIndex(), text: '', metadata: undefined };
    open.set(key, piece);
    return piece;
  };
  return {
    begin(kind, id, metadata) {
      pieceOf(`${kind}:${id}`).metadata = metadata;
      return [];
    },
    grow(kind, id, delta, metadata) {
      const piece = pieceOf(`${kind}:${id}`);
      piece.text += delta;
      piece.metadata = metadata ?? piece.metadata;
      return delta === '' ? [] : [{ type: kind, index: piece.index, text: delta }];
    },
    end(kind, id, metadata) {
      const { index, text, metadata: before } = pieceOf(`${kind}:${id}`);
      open.delete(`${kind}:${id}`);
      const kept = keepMetadata(metadata ?? before);
      return kept.providerData ? [{ type: 'part', index, part: { type: kind, text, ...kept } }] : [];
    },
  };
}
