import type { ModelEvent, ModelPart, Origin, ProviderData, RawToolCall, ToolSpec } from '@pegboard/core';
import type { AiStreamPart, AiWarning } from '../ai-types.ts';
import { renderOpaque } from '../messages/opaque.ts';
import { argumentsText, renderFinish, renderPart } from './render-part.ts';
import { renderUsage } from './usage.ts';

export interface StreamRenderer {
  add(batch: readonly ModelEvent[]): AiStreamPart[];
  end(): AiStreamPart[];
}

type Kind = 'text' | 'reasoning';

/** Events of one model call as the AI SDK's stream. Calls are handed on when all is there: one that was cut off must not look whole. */
export function streamParts(
  where: Origin,
  tools: readonly ToolSpec[],
  warnings: readonly AiWarning[],
): StreamRenderer {
  const open = new Map<number, Kind>();
  const calls: { readonly index: number; readonly part: RawToolCall }[] = [];
  let origin = where;
  let begun = false;
  let finish: Extract<ModelEvent, { type: 'finish' }> | undefined;

  const piece = (index: number, kind: Kind, text: string): AiStreamPart[] => {
    const id = String(index);
    const start: AiStreamPart[] = open.has(index) ? [] : [{ type: `${kind}-start`, id }];
    open.set(index, kind);
    return text === '' ? start : [...start, { type: `${kind}-delta`, id, delta: text }];
  };
  const close = (index: number, kind: Kind, providerData?: ProviderData): AiStreamPart[] => {
    open.delete(index);
    return [{ type: `${kind}-end`, id: String(index), ...renderOpaque(providerData, origin) }];
  };
  const whole = (index: number, part: ModelPart): AiStreamPart[] => {
    if (part.type === 'text' || part.type === 'reasoning') {
      const told = open.has(index) ? [] : piece(index, part.type, part.text);
      return [...told, ...close(index, part.type, part.providerData)];
    }
    if (part.type !== 'tool-call') return [...renderPart(part, index, origin, () => '')];
    calls.push({ index, part });
    return [];
  };
  const parts = (event: ModelEvent): AiStreamPart[] => {
    switch (event.type) {
      case 'start': {
        const { id, model, target } = event.response;
        origin = target ?? where;
        const named = { ...(id !== undefined && { id }), ...(model !== undefined && { modelId: model }) };
        return [{ type: 'response-metadata', ...named }];
      }
      case 'text':
      case 'reasoning':
        return piece(event.index, event.type, event.text);
      case 'part':
        return whole(event.index, event.part);
      case 'finish':
        finish = event;
        return [];
      // Arguments are display only before the call is whole, and warnings have a place at the start only.
      case 'tool-call-delta':
      case 'warning':
        return [];
    }
  };
  return {
    add(batch) {
      const first: AiStreamPart[] = begun
        ? []
        : [{ type: 'stream-start', warnings: [...warnings, ...warningsIn(batch)] }];
      begun = true;
      return [...first, ...batch.flatMap(parts)];
    },
    end() {
      const closed = [...open].flatMap(([index, kind]) => close(index, kind));
      const called = calls.flatMap(({ index, part }) => [
        ...renderPart(part, index, origin, (call) => argumentsText(call, tools, finish?.finish)),
      ]);
      const finishReason = renderFinish(finish?.finish);
      return [
        ...closed,
        ...called,
        { type: 'finish', finishReason, usage: renderUsage(finish?.usage ?? {}) },
      ];
    },
  };
}

function warningsIn(batch: readonly ModelEvent[]): AiWarning[] {
  return batch.flatMap((event): AiWarning[] =>
    event.type === 'warning' ? [{ type: 'other', message: event.message }] : [],
  );
}
