import type { JsonObject, JsonValue, Usage } from '@pegboard/core';
import type { Quirk, WireAnswer, WireBlock } from '../../provider/wire-format.ts';
import { seal } from '../lib/seal.ts';
import { placeNote } from './thought-order.ts';
import { asText, objectsIn } from '../lib/shape.ts';

type Has = (quirk: Quirk) => boolean;

const defaultId = 'msg_01';
const defaultUsage: Usage = { inputTokens: 11, outputTokens: 7 };
/** What the API reports as the sequence that ended the answer. */
const stopSequence = 'END';

/** A Messages stream: named events, one per frame. */
export function renderFrames(answer: WireAnswer): string[] {
  const has = quirksOf(answer);
  const finish = finishOf(answer, has);
  const blocks = answer.blocks.map((block, index) => blockEvents(block, index, answer, has));
  // A stream that breaks off does so within a block.
  const content = finish === null ? blocks.flat().slice(0, -1) : blocks.flat();
  const events = [
    ...(has('first-frame-empty') ? [{ type: 'ping' }] : []),
    messageStart(answer, has),
    ...content.slice(0, 1),
    { type: 'ping' },
    ...content.slice(1),
    ...(finish === null ? [] : [messageDelta(answer, finish, has), { type: 'message_stop' }]),
  ];
  return events.map(frame);
}

/** The one-shot `message` object. */
export function renderBody(answer: WireAnswer): JsonValue {
  const has = quirksOf(answer);
  const finish = finishOf(answer, has);
  return {
    ...head(answer, has),
    content: answer.blocks.map((block, index) => wholeBlock(block, thoughtSeal(block, index, answer))),
    ...ending(finish, has),
    ...usageField(answer, (usage) => usage),
  };
}

/** The real server, too, pads its events with blanks before the last brace. */
function frame(event: JsonObject, at: number): string {
  const data = JSON.stringify(event);
  return `event: ${asText(event.type)}\ndata: ${data.slice(0, -1)}${' '.repeat((at * 5) % 13)}}\n\n`;
}

function head(answer: WireAnswer, has: Has): JsonObject {
  return {
    id: answer.id ?? defaultId,
    type: 'message',
    role: 'assistant',
    model: answer.model ?? 'test-model-2026-10-01',
    ...(has('unknown-fields') && { x_unknown: { type: 'text', text: 'must not show' } }),
    ...(has('null-fields') && { container: null, context_management: null, diagnostics: null }),
  };
}

function messageStart(answer: WireAnswer, has: Has): JsonObject {
  const message = {
    ...head(answer, has),
    content: [],
    stop_reason: null,
    stop_sequence: null,
    stop_details: null,
    ...usageField(answer, ({ output_tokens_details: _later, ...usage }) => ({
      ...usage,
      output_tokens: Math.min(1, Number(usage.output_tokens)),
    })),
  };
  return { type: 'message_start', message };
}

function messageDelta(answer: WireAnswer, finish: string, has: Has): JsonObject {
  return {
    type: 'message_delta',
    delta: ending(finish, has),
    ...usageField(answer, (usage) => {
      const { output_tokens: output, output_tokens_details: details } = usage;
      if (!has('usage-in-parts')) return usage;
      return { output_tokens: output, ...(details !== undefined && { output_tokens_details: details }) };
    }),
  };
}

function ending(finish: string | null, has: Has): JsonObject {
  const refusal = { type: 'refusal', category: null, explanation: null };
  return {
    stop_reason: finish,
    stop_sequence: finish === 'stop_sequence' ? stopSequence : null,
    stop_details: finish === 'refusal' ? refusal : null,
    ...(has('null-fields') && { container: null }),
  };
}

function blockEvents(block: WireBlock, index: number, answer: WireAnswer, has: Has): JsonObject[] {
  const start = (content_block: JsonObject): JsonObject => ({
    type: 'content_block_start',
    index,
    content_block: { ...content_block, ...(has('null-fields') && { citations: null, caller: null }) },
  });
  const delta = (fields: JsonObject): JsonObject => ({ type: 'content_block_delta', index, delta: fields });
  const { first, deltas } = streamedBlock(block, thoughtSeal(block, index, answer), has);
  const unknown = has('unknown-fields') ? [delta({ type: 'hologram_delta', hologram: { x: 1 } })] : [];
  return [start(first), ...unknown, ...deltas.map(delta), { type: 'content_block_stop', index }];
}

interface StreamedBlock {
  readonly first: JsonObject;
  readonly deltas: readonly JsonObject[];
}

function streamedBlock(block: WireBlock, signature: string, has: Has): StreamedBlock {
  switch (block.type) {
    case 'text':
    case 'refusal':
      return streamedText(block.pieces);
    case 'reasoning':
      return streamedThinking(block.pieces, signature);
    case 'call': {
      const first = { type: 'tool_use', id: block.id, name: block.name, input: {} };
      if (has('object-args')) return { first: { ...first, input: parsed(block.pieces) }, deltas: [] };
      const pieces = has('whole-call') ? [block.pieces.join('')] : ['', ...block.pieces];
      // Without arguments there is no delta at all.
      return { first, deltas: block.pieces.length === 0 ? [] : pieces.map(inputDelta) };
    }
    case 'raw':
      return streamedRaw(block.fields);
  }
}

/** Results of server tools come whole in the first event; what the model writes comes in pieces. */
function streamedRaw(fields: JsonObject): StreamedBlock {
  switch (fields.type) {
    case 'text': {
      const { deltas } = streamedText([asText(fields.text)]);
      const citations = objectsIn(fields.citations).map((citation) => ({
        type: 'citations_delta',
        citation,
      }));
      return { first: { ...fields, text: '', citations: [] }, deltas: [...deltas, ...citations] };
    }
    case 'thinking':
      return streamedThinking(
        fields.thinking === '' ? [] : [asText(fields.thinking)],
        asText(fields.signature),
      );
    case 'server_tool_use':
    case 'mcp_tool_use':
      return { first: { ...fields, input: {} }, deltas: ['', JSON.stringify(fields.input)].map(inputDelta) };
    default:
      return { first: fields, deltas: [] };
  }
}

function streamedText(pieces: readonly string[]): StreamedBlock {
  return { first: { type: 'text', text: '' }, deltas: pieces.map((text) => ({ type: 'text_delta', text })) };
}

function streamedThinking(pieces: readonly string[], signature: string): StreamedBlock {
  const thought = pieces.map((thinking) => ({ type: 'thinking_delta', thinking }));
  return {
    first: { type: 'thinking', thinking: '', signature: '' },
    deltas: [...thought, { type: 'signature_delta', signature }],
  };
}

function inputDelta(partial_json: string): JsonObject {
  return { type: 'input_json_delta', partial_json };
}

function wholeBlock(block: WireBlock, signature: string): JsonObject {
  switch (block.type) {
    case 'text':
    case 'refusal':
      return { type: 'text', text: block.pieces.join('') };
    case 'reasoning':
      return { type: 'thinking', thinking: block.pieces.join(''), signature };
    case 'call':
      return { type: 'tool_use', id: block.id, name: block.name, input: parsed(block.pieces) };
    case 'raw':
      return block.fields;
  }
}

/** Signatures know their place in their answer. */
function thoughtSeal(block: WireBlock, index: number, { id = defaultId }: WireAnswer): string {
  return block.type === 'reasoning' ? seal(block.pieces.join(''), placeNote(id, index)) : '';
}

function parsed(pieces: readonly string[]): JsonValue {
  return JSON.parse(pieces.join('') || '{}') as JsonValue;
}

function finishOf(answer: WireAnswer, has: Has): string | null {
  if (answer.finish !== undefined) return answer.finish;
  if (has('finish-calls-without')) return 'tool_use';
  if (answer.blocks.some(({ type }) => type === 'refusal')) return 'refusal';
  const calls = answer.blocks.some(({ type }) => type === 'call');
  return calls && !has('finish-stop-with-calls') ? 'tool_use' : 'end_turn';
}

/** Input is told in three parts that add up: fresh, written to the cache, read from it. */
function usageField(answer: WireAnswer, change: (usage: JsonObject) => JsonObject): JsonObject {
  if (answer.usage === null) return {};
  const { inputTokens, outputTokens, cachedInputTokens, cacheWriteTokens, reasoningTokens } =
    answer.usage ?? defaultUsage;
  const usage = {
    ...(inputTokens !== undefined && {
      input_tokens: inputTokens - (cachedInputTokens ?? 0) - (cacheWriteTokens ?? 0),
    }),
    ...(cacheWriteTokens !== undefined && { cache_creation_input_tokens: cacheWriteTokens }),
    ...(cachedInputTokens !== undefined && { cache_read_input_tokens: cachedInputTokens }),
    ...(outputTokens !== undefined && { output_tokens: outputTokens }),
    ...(reasoningTokens !== undefined && { output_tokens_details: { thinking_tokens: reasoningTokens } }),
  };
  return { usage: change(usage) };
}

function quirksOf({ quirks }: WireAnswer): Has {
  return (quirk) => quirks?.includes(quirk) ?? false;
}
