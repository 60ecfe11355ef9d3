import type { JsonObject } from '@pegboard/core';
import { asText, objectsIn } from '../lib/shape.ts';
import { type Has, type RenderedItem, textPart } from './render-items.ts';

/** Where an event belongs; the `item_id` of some hosts changes from event to event. */
type At = (fields: JsonObject) => JsonObject;

/** Built-in tools that tell how far they are. */
const steps: Readonly<Record<string, readonly string[]>> = {
  web_search_call: ['in_progress', 'searching', 'completed'],
  file_search_call: ['in_progress', 'searching', 'completed'],
  image_generation_call: ['in_progress', 'generating', 'completed'],
  mcp_list_tools: ['in_progress', 'completed'],
};

/** The events by which one output item is told, from `added` to `done`. */
export function itemEvents({ item, block }: RenderedItem, output_index: number, has: Has): JsonObject[] {
  let count = 0;
  const changing = (): string => (has('rotating-id') ? `${asText(item.id)}${++count}` : asText(item.id));
  const at: At = (fields) => ({
    ...fields,
    item_id: changing(),
    output_index,
    ...(has('unknown-fields') && { obfuscation: 'aXb9', x_unknown: { delta: 'must not show' } }),
  });
  const unknown = has('unknown-fields')
    ? [at({ type: 'response.hologram.delta', delta: 'must not show' })]
    : [];
  const pieces = 'pieces' in block ? block.pieces : [];
  return [
    { type: 'response.output_item.added', output_index, item: { ...begun(item), id: changing() } },
    ...unknown,
    ...contentEvents(item, pieces, at, has),
    { type: 'response.output_item.done', output_index, item },
  ];
}

/** An item of which nothing is written yet; what is encrypted then is not the final state. */
function begun(item: JsonObject): JsonObject {
  const { action: _later, ...known } = item;
  return {
    ...known,
    ...(item.status !== undefined && { status: 'in_progress' }),
    ...(item.type === 'message' && { content: [] }),
    ...(item.type === 'function_call' && { arguments: '' }),
    ...(item.type === 'reasoning' && { summary: [], encrypted_content: 'not-complete-yet' }),
  };
}

function contentEvents(item: JsonObject, pieces: readonly string[], at: At, has: Has): JsonObject[] {
  switch (item.type) {
    case 'message':
      return objectsIn(item.content).flatMap((part, index) => partEvents(part, index, pieces, at, has));
    case 'reasoning':
      return summaryEvents(item, pieces, at);
    case 'function_call':
      return callEvents(item, has('whole-call') ? [] : pieces, at);
    default:
      return (steps[asText(item.type)] ?? []).map((step) =>
        at({ type: `response.${asText(item.type)}.${step}` }),
      );
  }
}

function partEvents(
  part: JsonObject,
  content_index: number,
  pieces: readonly string[],
  at: At,
  has: Has,
): JsonObject[] {
  const refused = part.type === 'refusal';
  const name = refused ? 'response.refusal' : 'response.output_text';
  const text = asText(refused ? part.refusal : part.text);
  const here = (fields: JsonObject): JsonObject => at({ ...fields, content_index });
  const deltas = pieces.length > 0 || text === '' ? pieces : [text];
  return [
    here({
      type: 'response.content_part.added',
      part: refused ? { ...part, refusal: '' } : textPart('', has),
    }),
    ...deltas.map((delta) => here({ type: `${name}.delta`, delta, ...(!refused && { logprobs: [] }) })),
    ...objectsIn(part.annotations).map((annotation, annotation_index) =>
      here({ type: 'response.output_text.annotation.added', annotation, annotation_index }),
    ),
    here({ type: `${name}.done`, ...(refused ? { refusal: text } : { text, logprobs: [] }) }),
    here({ type: 'response.content_part.done', part }),
  ];
}

function summaryEvents(item: JsonObject, pieces: readonly string[], at: At): JsonObject[] {
  const part = objectsIn(item.summary)[0] ?? {};
  const here = (fields: JsonObject): JsonObject => at({ ...fields, summary_index: 0 });
  return [
    here({ type: 'response.reasoning_summary_part.added', part: { ...part, text: '' } }),
    ...pieces.map((delta) => here({ type: 'response.reasoning_summary_text.delta', delta })),
    here({ type: 'response.reasoning_summary_text.done', text: asText(part.text) }),
    here({ type: 'response.reasoning_summary_part.done', part }),
  ];
}

function callEvents(item: JsonObject, pieces: readonly string[], at: At): JsonObject[] {
  const name = 'response.function_call_arguments';
  return [
    ...pieces.map((delta) => at({ type: `${name}.delta`, delta })),
    at({ type: `${name}.done`, arguments: asText(item.arguments) }),
  ];
}
