import type { Finish, ModelBatch, ModelEvent, ModelPart, ResponseInfo, Usage } from '@pegboard/core';
import { chunkText } from '../lib/chunk-text.ts';
import type { ScriptedCall, TurnSpec } from './script.ts';

export interface RenderContext {
  readonly deltas: boolean;
  readonly chunkSize: number;
  readonly batchSize: number;
  readonly response: ResponseInfo;
  readonly usage: Usage;
  readonly nextCallId: () => string;
}

/** A turn as batches: `start` first, then the content, `finish` last. Without deltas all parts come in one batch. */
export function renderTurn(turn: TurnSpec, ctx: RenderContext): readonly ModelBatch[] {
  if (turn.events) return turn.events;
  const parts = partsOf(turn, ctx);
  const warnings = (turn.warnings ?? []).map((warning): ModelEvent => ({ type: 'warning', ...warning }));
  const content = parts.flatMap((part, index) =>
    ctx.deltas ? streamed(part, index, ctx) : [{ type: 'part', index, part } as const],
  );
  return [
    [{ type: 'start', response: ctx.response }, ...warnings],
    ...inBatches(content, ctx.deltas ? ctx.batchSize : content.length),
    [{ type: 'finish', finish: finishOf(turn, parts), usage: ctx.usage }],
  ];
}

function partsOf(turn: TurnSpec, ctx: RenderContext): ModelPart[] {
  const reasoning = asList(turn.reasoning).map((text): ModelPart => ({ type: 'reasoning', text }));
  const texts = asList(turn.text).map((text): ModelPart => ({ type: 'text', text }));
  const calls = (turn.calls ?? []).map((call) => rawCall(call, ctx));
  return [...reasoning, ...texts, ...calls, ...(turn.parts ?? [])];
}

function rawCall({ name, input = {}, args, callId }: ScriptedCall, ctx: RenderContext): ModelPart {
  return {
    type: 'tool-call',
    callId: callId ?? ctx.nextCallId(),
    name,
    args: args ?? JSON.stringify(input),
    executor: 'client',
  };
}

/** Text needs no `part` event after its deltas unless the part carries provider data; everything else does. */
function streamed(part: ModelPart, index: number, ctx: RenderContext): ModelEvent[] {
  const whole: ModelEvent = { type: 'part', index, part };
  if (part.type === 'text' || part.type === 'reasoning') {
    const { type } = part;
    const deltas = chunkText(part.text, ctx.chunkSize).map((text): ModelEvent => ({ type, index, text }));
    return part.providerData || deltas.length === 0 ? [...deltas, whole] : deltas;
  }
  if (part.type !== 'tool-call' || typeof part.args !== 'string') return [whole];
  const { callId, name, args } = part;
  const deltas = chunkText(args, ctx.chunkSize);
  return [
    ...deltas.map((argsText): ModelEvent => ({ type: 'tool-call-delta', index, callId, name, argsText })),
    whole,
  ];
}

function finishOf(turn: TurnSpec, parts: readonly ModelPart[]): Finish {
  if (typeof turn.finish === 'object') return turn.finish;
  const called = parts.some((part) => part.type === 'tool-call' && part.executor === 'client');
  return { unified: turn.finish ?? (called ? 'tool-calls' : 'stop') };
}

function inBatches(events: readonly ModelEvent[], size: number): ModelBatch[] {
  const batches: ModelBatch[] = [];
  for (let at = 0; at < events.length; at += size) batches.push(events.slice(at, at + size));
  return batches;
}

function asList(text: string | readonly string[] | undefined): readonly string[] {
  if (text === undefined) return [];
  return typeof text === 'string' ? [text] : text;
}
