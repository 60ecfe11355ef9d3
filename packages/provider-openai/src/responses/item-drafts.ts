import { isJsonObject, type JsonObject, type JsonValue, type ModelEvent } from '@pegboard/core/provider';
import { type ItemDraft, toCompleteItem } from './complete-item.ts';
import { readItem } from './read-item.ts';

/** The output items of one answer, addressed by `output_index`: they may interleave. */
export interface ItemDrafts {
  /** An event about an item. Others are skipped. */
  read(type: string, event: JsonObject, out: ModelEvent[]): void;
  /** An item in full; the second time it is skipped. */
  complete(index: number, item: JsonObject, out: ModelEvent[]): void;
  /** Items that never came in full are made of their pieces. */
  finish(out: ModelEvent[]): void;
  /** The answer holds calls for the client. */
  calls: boolean;
  refusal: boolean;
}

/** Parts are numbered by their place on the wire, with room for the parts of each item. */
const room = 1_000_000;

export function createItemDrafts(model: string): ItemDrafts {
  const drafts = new Map<number, ItemDraft>();
  const callIds = new Set<string>();

  const draftAt = (index: number): ItemDraft => {
    let draft = drafts.get(index);
    if (!draft) drafts.set(index, (draft = { item: {}, done: false, contents: new Map(), pieces: [] }));
    return draft;
  };
  const complete = (index: number, item: JsonObject, out: ModelEvent[]): void => {
    const draft = draftAt(index);
    if (draft.done) return;
    draft.done = true;
    draft.item = item;
    const before = drafts.get(index - 1)?.item;
    const after = before?.type === 'reasoning' && typeof before.id === 'string' ? before.id : undefined;
    for (const { at, part } of readItem(item, { model, after })) {
      const place = index * room + at;
      if (part.type === 'tool-call' && part.executor === 'client') {
        items.calls = true;
        const again = callIds.has(part.callId);
        callIds.add(part.callId);
        out.push({ type: 'part', index: place, part: again ? { ...part, callId: '' } : part });
        continue;
      }
      const told = part.type === 'text' ? draft.contents.has(at) : draft.pieces.length > 0;
      if ((part.type === 'text' || part.type === 'reasoning') && !told && part.text !== '')
        out.push({ type: part.type, index: place, text: part.text });
      if (part.type === 'text' && isRefusal(part.providerData)) items.refusal = true;
      out.push({ type: 'part', index: place, part });
    }
  };
  const items: ItemDrafts = {
    calls: false,
    refusal: false,
    read(type, event, out) {
      const index = event.output_index;
      if (typeof index !== 'number' || !(index >= 0)) return;
      if (type === 'response.output_item.done') {
        if (isJsonObject(event.item)) complete(index, event.item, out);
      } else if (type === 'response.output_item.added') {
        if (isJsonObject(event.item)) draftAt(index).item = event.item;
      } else readDelta(type, event, draftAt(index), index * room, out);
    },
    complete,
    finish(out) {
      for (const [index, draft] of drafts) {
        const item = toCompleteItem(draft);
        // An unknown event may have named an item that never came.
        if (!draft.done && item.type !== undefined) complete(index, item, out);
      }
    },
  };
  return items;
}

function isRefusal(data: JsonValue | object | undefined): boolean {
  return Object.values(data ?? {}).some((own) => isJsonObject(own) && own.refusal === true);
}

function readDelta(
  type: string,
  { delta, content_index: content, summary_index: summary }: JsonObject,
  draft: ItemDraft,
  base: number,
  out: ModelEvent[],
): void {
  const reason = (text: string): void => {
    draft.pieces.push(text);
    out.push({ type: 'reasoning', index: base, text });
  };
  // A blank line stands between two summaries, as in the complete part.
  if (type === 'response.reasoning_summary_part.added' && draft.pieces.length > 0 && summary !== 0)
    return reason('\n\n');
  if (typeof delta !== 'string' || delta === '') return;
  const at = typeof content === 'number' ? content : 0;
  switch (type) {
    case 'response.output_text.delta':
    case 'response.refusal.delta': {
      const known = draft.contents.get(at) ?? { refusal: type === 'response.refusal.delta', pieces: [] };
      known.pieces.push(delta);
      draft.contents.set(at, known);
      out.push({ type: 'text', index: base + at, text: delta });
      return;
    }
    case 'response.function_call_arguments.delta': {
      draft.pieces.push(delta);
      const { call_id: id, name } = draft.item;
      const called = { callId: typeof id === 'string' ? id : '', name: typeof name === 'string' ? name : '' };
      out.push({ type: 'tool-call-delta', index: base, ...called, argsText: delta });
      return;
    }
    case 'response.reasoning_summary_text.delta':
    case 'response.reasoning_text.delta':
      reason(delta);
  }
}
