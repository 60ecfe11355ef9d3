import {
  createPartAssembler,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type ModelEvent,
  type TextPiece,
  type ToolCallPiece,
} from '@pegboard/core/provider';
import { messagesDataKey } from './data-key.ts';
import { isScreenCall, toScreenCall } from './read-screen-call.ts';
import { textOf, toServerCall, toServerResult } from './read-server-tools.ts';
import { toSources } from './read-sources.ts';

/** Reads the content blocks of one answer, whole or piece by piece. */
export interface BlockReader {
  begin(index: number, block: JsonObject, out: ModelEvent[]): void;
  delta(index: number, delta: JsonObject, out: ModelEvent[]): void;
  /** For a delta that is nothing but a piece of text. */
  repeats(index: number, delta: JsonObject): TextPiece | undefined;
  end(index: number, out: ModelEvent[]): void;
  /** The container in which the host ran code, for the next request. */
  container(value: JsonObject): void;
  readonly callCount: () => number;
  finish(out: ModelEvent[]): void;
}

interface Open {
  readonly block: JsonObject;
  /** Argument text of a call that the host runs. */
  readonly pieces: string[];
  /** A later delta replaces what an earlier one said. */
  state: JsonObject;
  /** Pieces of the arguments of a call to us have come. */
  begun: boolean;
}

/** Where the text of a delta stands, by the kind of its block. */
const pieceKeys: Readonly<Partial<Record<string, string>>> = {
  text: 'text',
  thinking: 'thinking',
  tool_use: 'partial_json',
};

/** `model` is the one that was asked: what it thinks is for no other. */
export function createBlockReader(model: string): BlockReader {
  const parts = createPartAssembler();
  const open = new Map<number, Open>();
  const names = new Map<string, string>();
  const citations = new Map<number, JsonValue[]>();

  const cite = (index: number, found: readonly JsonValue[]): void => {
    if (found.length === 0) return;
    const known = citations.get(index) ?? [];
    known.push(...found);
    citations.set(index, known);
    parts.annotate('text', index, messagesDataKey, { citations: known });
  };
  const sign = (index: number, signature: JsonValue | undefined): void => {
    if (typeof signature === 'string' && signature !== '')
      parts.annotate('reasoning', index, messagesDataKey, { signature, model });
  };
  const end = (index: number, out: ModelEvent[]): void => {
    const done = open.get(index);
    open.delete(index);
    if (!done) return;
    const { block, pieces, state, begun } = done;
    const type = textOf(block.type);
    if (type === 'tool_use') {
      if (isScreenCall(block)) parts.toolCall({ index, ...toScreenCall(block, pieces.join('')) }, out);
      // Without arguments there are no pieces; a whole block holds them all.
      else if (!begun && isJsonObject(block.input)) parts.toolCall({ index, args: block.input }, out);
    } else if (type === 'server_tool_use' || type === 'mcp_tool_use') {
      names.set(textOf(block.id), textOf(block.name));
      parts.part(toServerCall(block, pieces.join('')), out);
    } else if (echoed.has(type))
      parts.annotate('text', `block ${index}`, messagesDataKey, { block: { ...block, ...state } });
  };

  const reader: BlockReader = {
    end,
    begin(index, block, out) {
      open.set(index, { block, pieces: [], state: {}, begun: false });
      const type = textOf(block.type);
      if (type === 'text') {
        parts.delta('text', index, textOf(block.text), out);
        cite(index, Array.isArray(block.citations) ? block.citations : []);
      } else if (type === 'thinking') {
        parts.delta('reasoning', index, textOf(block.thinking), out);
        sign(index, block.signature);
      } else if (type === 'redacted_thinking')
        parts.annotate('reasoning', index, messagesDataKey, { redacted: textOf(block.data), model });
      // The name is among the arguments of these, so that they are given whole, at the end.
      else if (isScreenCall(block)) return;
      else if (type === 'tool_use') parts.toolCall({ index, ...toPiece(block) }, out);
      else if (type.endsWith('_tool_result')) parts.part(toServerResult(block, names), out);
    },
    repeats(index, delta) {
      const key = pieceKeys[textOf(open.get(index)?.block.type)];
      const text = key === undefined ? undefined : delta[key];
      if (key === undefined || typeof text !== 'string' || Object.keys(delta).length !== 2) return undefined;
      return { text, read: (piece, out) => reader.delta(index, { [key]: piece }, out) };
    },
    delta(index, delta, out) {
      const into = open.get(index);
      if (!into) return;
      const kind = textOf(into.block.type);
      if (kind === 'text') {
        parts.delta('text', index, textOf(delta.text), out);
        if (isJsonObject(delta.citation)) cite(index, [delta.citation]);
      } else if (kind === 'thinking') {
        parts.delta('reasoning', index, textOf(delta.thinking), out);
        sign(index, delta.signature);
      } else if (kind === 'tool_use') {
        const args = textOf(delta.partial_json);
        if (isScreenCall(into.block)) into.pieces.push(args);
        if (args === '' || isScreenCall(into.block)) return;
        into.begun = true;
        parts.toolCall({ index, args }, out);
      } else if (kind === 'compaction') {
        const { type: _, ...state } = delta;
        into.state = { ...into.state, ...state };
      } else into.pieces.push(textOf(delta.partial_json));
    },
    container({ id, expires_at: expiresAt }) {
      if (typeof id !== 'string') return;
      const container = { id, ...(typeof expiresAt === 'string' && { expiresAt }) };
      parts.annotate('text', 'container', messagesDataKey, { container });
    },
    callCount: () => parts.callCount,
    finish(out) {
      for (const index of open.keys()) end(index, out);
      parts.finish(out);
      for (const source of toSources([...citations.values()].flat())) parts.part(source, out);
    },
  };
  return reader;
}

/** Blocks without text or calls that the next request must hold again. */
const echoed: ReadonlySet<string> = new Set([
  'compaction',
  'container_upload',
  'mcp_tool_listing',
  'fallback',
]);

/** The head of a call to us. Who called, where it was not the model itself, and the set that the tool is of go back with the call. */
function toPiece({ id, name, caller, toolset_name: toolset }: JsonObject): ToolCallPiece {
  const kept: JsonObject = {
    ...(isJsonObject(caller) && caller.type !== 'direct' && { caller }),
    ...(typeof toolset === 'string' && { toolset_name: toolset }),
  };
  return {
    id: textOf(id),
    name: textOf(name),
    ...(Object.keys(kept).length > 0 && { providerData: { [messagesDataKey]: { block: kept } } }),
  };
}
