import { isJsonObject, type JsonObject, type JsonValue, type ModelPart } from '@pegboard/core/provider';
import type { ProviderData } from '@pegboard/core';
import { responsesDataKey } from './profile.ts';
import { listOf } from './list-of.ts';
import { type PlacedPart, readBuiltin } from './read-builtin.ts';
import { readSources } from './read-sources.ts';
import type { OutputItem } from './wire.ts';

export interface ItemContext {
  /** The model that was asked: its opaque items go back to it alone. */
  readonly model: string;
  /** Id of the reasoning item right before this one: one does not go back without the other. */
  readonly after?: string | undefined;
}

/** Sources stand behind all contents of their message. */
const firstSource = 10_000;

/** The parts of a complete output item. What nobody knows is kept as it is, to be sent back, and shows nowhere. */
export function readItem(item: OutputItem, context: ItemContext): PlacedPart[] {
  switch (item.type) {
    case 'message':
      return readMessage(item, context);
    case 'function_call':
      return [{ at: 0, part: readCall(item, context) }];
    case 'reasoning':
      return [
        {
          at: 0,
          part: { type: 'reasoning', text: reasoningText(item), providerData: opaque(item, context) },
        },
      ];
    default:
      return readBuiltin(item, (kept) => opaque(kept, context));
  }
}

function opaque(item: OutputItem, context: ItemContext): ProviderData {
  return toData(context, { item });
}

function toData({ model, after }: ItemContext, data: JsonObject): ProviderData {
  return { [responsesDataKey]: { model, ...(after !== undefined && { after }), ...data } };
}

function readMessage(item: OutputItem, context: ItemContext): PlacedPart[] {
  const { id, phase, status } = item;
  const whole = {
    ...(typeof id === 'string' && { id }),
    ...(typeof phase === 'string' && { phase }),
    ...(typeof status === 'string' && status !== 'completed' && { status }),
  };
  const texts: PlacedPart[] = [];
  const sources: ModelPart[] = [];
  for (const [at, content] of listOf(item.content).entries()) {
    const text = textOf(content);
    if (text === undefined) continue;
    const annotations = listOf(content.annotations);
    const own = {
      ...whole,
      ...(content.type === 'refusal' && { refusal: true }),
      ...(annotations.length > 0 && { annotations }),
    };
    texts.push({ at, part: { type: 'text', text, providerData: toData(context, own) } });
    sources.push(...readSources(annotations));
  }
  return [...texts, ...sources.map((part, index) => ({ at: firstSource + index, part }))];
}

function textOf(content: JsonObject): string | undefined {
  const text = content.type === 'refusal' ? content.refusal : content.text;
  return typeof text === 'string' && (content.type === 'refusal' || content.type === 'output_text')
    ? text
    : undefined;
}

function readCall(item: OutputItem, context: ItemContext): ModelPart {
  const { id, call_id: callId, name, namespace, arguments: args = '' } = item;
  const data = {
    ...(typeof id === 'string' && { id }),
    ...(typeof namespace === 'string' && { namespace }),
    ...(typeof args === 'string' && !isCompact(args) && { args }),
  };
  return {
    type: 'tool-call',
    callId: typeof callId === 'string' ? callId : '',
    name: typeof name === 'string' ? name : '',
    args: isJsonObject(args) ? args : typeof args === 'string' ? args : JSON.stringify(args),
    executor: 'client',
    providerData: toData(context, data),
  };
}

/** Whether the text is what `JSON.stringify` makes of its value: other texts are kept, since caches go by bytes. */
function isCompact(text: string): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === text;
  } catch {
    return true; // No JSON: it is never sent back.
  }
}

/** The summaries, or the reasoning itself where a host shows it. */
function reasoningText({ summary, content }: OutputItem): string {
  const summaries = textsOf(summary);
  return (summaries.length > 0 ? summaries : textsOf(content)).join('\n\n');
}

function textsOf(list: JsonValue | undefined): string[] {
  return listOf(list).flatMap(({ text }) => (typeof text === 'string' ? [text] : []));
}
