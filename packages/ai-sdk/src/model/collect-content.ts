import type { ModelEvent, ModelPart, Origin, ToolSpec } from '@pegboard/core';
import type { AiContent, AiGenerated, AiWarning } from '../ai-types.ts';
import { renderOpaque } from '../messages/opaque.ts';
import { argumentsText, renderFinish, renderPart } from './render-part.ts';
import { renderUsage } from './usage.ts';

export interface ContentCollector {
  add(event: ModelEvent): void;
  end(warnings: readonly AiWarning[]): AiGenerated;
}

/** Puts the events of one model call together into the AI SDK's result. */
export function collectContent(where: Origin, tools: readonly ToolSpec[]): ContentCollector {
  const parts = new Map<number, ModelPart>();
  const told: AiWarning[] = [];
  let start: Extract<ModelEvent, { type: 'start' }>['response'] = {};
  let finish: Extract<ModelEvent, { type: 'finish' }> | undefined;
  return {
    add(event) {
      if (event.type === 'start') start = event.response;
      else if (event.type === 'finish') finish = event;
      else if (event.type === 'warning') told.push({ type: 'other', message: event.message });
      else if (event.type === 'part') parts.set(event.index, event.part);
      else if (event.type !== 'tool-call-delta') {
        const before = parts.get(event.index);
        const text = (before && 'text' in before ? before.text : '') + event.text;
        parts.set(event.index, { type: event.type, text });
      }
    },
    end(warnings) {
      const origin = start.target ?? where;
      const ordered = [...parts].toSorted(([a], [b]) => a - b);
      const content = ordered.flatMap(([index, part]): readonly AiContent[] =>
        part.type === 'text' || part.type === 'reasoning'
          ? [{ type: part.type, text: part.text, ...renderOpaque(part.providerData, origin) }]
          : renderPart(part, index, origin, (call) => argumentsText(call, tools, finish?.finish)),
      );
      return {
        content: [...content],
        finishReason: renderFinish(finish?.finish),
        usage: renderUsage(finish?.usage ?? {}),
        warnings: [...warnings, ...told],
        response: {
          ...(start.id !== undefined && { id: start.id }),
          ...(start.model !== undefined && { modelId: start.model }),
        },
      };
    },
  };
}
