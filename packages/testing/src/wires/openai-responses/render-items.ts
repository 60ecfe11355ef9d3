import type { JsonObject } from '@pegboard/core';
import type { Quirk, WireAnswer, WireBlock } from '../../provider/wire-format.ts';
import { seal } from '../lib/seal.ts';
import { asText } from '../lib/shape.ts';
import { idBehind, itemId } from './item-ids.ts';
import { sealedContent } from './item-rules.ts';

export type Has = (quirk: Quirk) => boolean;

/** An output item as it is in the end, and the block that it was made of. */
export interface RenderedItem {
  readonly item: JsonObject;
  readonly block: WireBlock;
}

/** One output item for each block. What comes right behind reasoning has an id that says so. */
export function renderItems(answer: WireAnswer, responseId: string, has: Has): RenderedItem[] {
  const rendered: RenderedItem[] = [];
  const isCut = typeof answer.finish === 'string' && answer.finish !== 'completed';
  for (const [at, block] of answer.blocks.entries()) {
    const before = rendered.at(-1)?.item;
    const idOf = (type: string): string =>
      before?.type === 'reasoning'
        ? idBehind(type, asText(before.id))
        : itemId(type, `${responseId} ${at} ${JSON.stringify(block)}`);
    const status = isCut && at === answer.blocks.length - 1 ? 'incomplete' : 'completed';
    const extra = {
      ...(has('unknown-fields') && { x_unknown: { text: 'must not show' } }),
      ...(has('null-fields') && block.type !== 'raw' && { phase: null, namespace: null }),
    };
    rendered.push({ item: { ...renderItem(block, idOf, status, has), ...extra }, block });
  }
  return rendered;
}

function renderItem(block: WireBlock, idOf: (type: string) => string, status: string, has: Has): JsonObject {
  switch (block.type) {
    case 'text': {
      const part = textPart(block.pieces.join(''), has);
      return { id: idOf('message'), type: 'message', status, role: 'assistant', content: [part] };
    }
    case 'refusal': {
      const part = { type: 'refusal', refusal: block.pieces.join('') };
      return { id: idOf('message'), type: 'message', status, role: 'assistant', content: [part] };
    }
    case 'reasoning': {
      const summary = [{ type: 'summary_text', text: block.pieces.join('') }];
      const item = { id: idOf('reasoning'), type: 'reasoning', summary };
      return { ...item, encrypted_content: seal(sealedContent(item)) };
    }
    case 'call': {
      const { id: call_id, name, pieces } = block;
      return {
        id: idOf('function_call'),
        type: 'function_call',
        status,
        arguments: pieces.join(''),
        call_id,
        name,
      };
    }
    case 'raw':
      return { id: idOf(asText(block.fields.type)), ...block.fields };
  }
}

export function textPart(text: string, has: Has): JsonObject {
  const none = has('null-fields') ? null : [];
  return { type: 'output_text', annotations: none, logprobs: none, text };
}
