import type { ModelEvent, ModelPart } from '@pegboard/core';

export interface AnswerParts {
  add(event: ModelEvent): void;
  /** The parts in the order of the wire. */
  end(): readonly ModelPart[];
}

/** Puts the answer of a model together from its events. */
export function collectParts(): AnswerParts {
  const parts = new Map<number, ModelPart>();
  return {
    add(event) {
      if (event.type === 'part') parts.set(event.index, event.part);
      if (event.type !== 'text' && event.type !== 'reasoning') return;
      const before = parts.get(event.index);
      const text = before && 'text' in before ? before.text : '';
      parts.set(event.index, { type: event.type, text: text + event.text });
    },
    end: () => [...parts].toSorted(([a], [b]) => a - b).map(([, part]) => part),
  };
}
