import type { JsonObject, JsonValue } from '@pegboard/core/provider';

/** An output item on its way. */
export interface ItemDraft {
  item: JsonObject;
  done: boolean;
  /** Pieces of each content of a message, by `content_index`. */
  readonly contents: Map<number, { readonly refusal: boolean; readonly pieces: string[] }>;
  /** Pieces of arguments, or of reasoning. */
  readonly pieces: string[];
}

/** The item that the pieces make, for hosts that send no item in full. */
export function toCompleteItem({ item, contents, pieces }: ItemDraft): JsonObject {
  const text = pieces.join('');
  if (contents.size > 0) {
    const places = [...contents].toSorted(([a], [b]) => a - b);
    const content = places.map(([, { refusal, pieces: own }]): JsonValue =>
      refusal
        ? { type: 'refusal', refusal: own.join('') }
        : { type: 'output_text', text: own.join(''), annotations: [] },
    );
    return { ...item, type: 'message', content };
  }
  if (item.type === 'function_call' && text !== '') return { ...item, arguments: text };
  if (item.type === 'reasoning' && text !== '') return { ...item, summary: [{ type: 'summary_text', text }] };
  return item;
}
