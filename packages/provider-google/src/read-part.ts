import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type ModelEvent,
  type ModelPart,
  type PartAssembler,
  type ToolCallPiece,
} from '@pegboard/core/provider';
import { callPrint } from './call-print.ts';
import { dataKey, type PartData, toProviderData } from './part-data.ts';

/** Reads the parts of one answer, in order. */
export interface PartReader {
  /** The answer's own id, out of which calls without an id get one. */
  begin(responseId: string): void;
  /** A part of a kind that is not known is skipped. */
  read(part: JsonObject, out: ModelEvent[]): void;
}

type Kind = 'text' | 'reasoning';

/** Pieces of a text run on until something else comes. A signed part stays by itself: signatures must not move. */
export function createPartReader(parts: PartAssembler, model: string): PartReader {
  let block: { readonly kind: Kind; readonly key: number } | undefined;
  let blocks = 0;
  let answerId = '';
  let made = 0;
  let calls = 0;

  const readText = (kind: Kind, text: string, data: PartData, out: ModelEvent[]): void => {
    const { thoughtSignature } = data;
    if (text === '' && thoughtSignature === undefined) return;
    if (block?.kind !== kind || thoughtSignature !== undefined) block = { kind, key: ++blocks };
    parts.delta(kind, block.key, text, out);
    if (kind === 'reasoning' || thoughtSignature !== undefined)
      parts.annotate(kind, block.key, dataKey, { ...data });
    if (thoughtSignature !== undefined) block = undefined;
  };
  const add = (part: ModelPart, out: ModelEvent[]): void => {
    block = undefined;
    parts.part(part, out);
  };
  /** The wire's id, else one of our own: a call and its result come one after the other. */
  const serverId = (id: JsonValue | undefined, isCall: boolean): string => {
    if (typeof id === 'string' && /^[\w-]{1,40}$/.test(id)) return id;
    if (isCall) made++;
    return `srv_${answerId.replace(/[^\w-]/g, '').slice(0, 28)}_${made}`;
  };
  return {
    begin(responseId) {
      answerId = responseId;
    },
    read(part, out) {
      const { text, functionCall, inlineData, thought, thoughtSignature } = part;
      const signature =
        typeof thoughtSignature === 'string' && thoughtSignature !== '' ? { thoughtSignature } : {};
      const data: PartData = { model, ...signature };
      if (isJsonObject(functionCall)) {
        block = undefined;
        parts.toolCall(toPiece(functionCall, data, calls++), out);
      } else if (isJsonObject(inlineData)) {
        const media = toMedia(inlineData, data);
        // Pictures drawn on the way to the final one are thoughts.
        if (media && thought !== true) add(media, out);
      } else {
        const server = toServerPart(part, data, serverId);
        if (server) add(server, out);
        else if (typeof text === 'string' || isBare(part))
          readText(thought === true ? 'reasoning' : 'text', typeof text === 'string' ? text : '', data, out);
      }
    },
  };
}

/** A signature may come without anything that it signs. */
function isBare(part: JsonObject): boolean {
  return Object.keys(part).every((key) => key === 'thought' || key === 'thoughtSignature');
}

/** Every call comes whole and has a number of its own. */
function toPiece({ id, name, args }: JsonObject, data: PartData, index: number): ToolCallPiece {
  const own = typeof id === 'string' && id !== '' ? { id } : {};
  const called = typeof name === 'string' ? name : '';
  const input = isJsonObject(args) ? args : {};
  const print = data.thoughtSignature === undefined ? {} : { print: callPrint(called, input) };
  return {
    index,
    ...own,
    ...(typeof name === 'string' && { name }),
    args: input,
    providerData: toProviderData({ ...data, ...own, ...print }),
  };
}

function toMedia({ mimeType, data: bytes }: JsonObject, data: PartData): ModelPart | undefined {
  if (typeof bytes !== 'string' || bytes === '') return undefined;
  const mediaType = typeof mimeType === 'string' && mimeType !== '' ? mimeType : 'application/octet-stream';
  return { type: 'media', mediaType, data: bytes, providerData: toProviderData(data) };
}

type ServerId = (id: JsonValue | undefined, isCall: boolean) => string;

/** What a tool of the provider was asked, or what it said. */
function toServerPart(part: JsonObject, { model }: PartData, idOf: ServerId): ModelPart | undefined {
  const { executableCode: code, codeExecutionResult: run, toolCall, toolResponse } = part;
  const head = {
    executor: 'provider',
    providerData: toProviderData({ ...(model !== undefined && { model }), part }),
  } as const;
  if (isJsonObject(code)) {
    const { id, ...args } = code;
    return { type: 'tool-call', callId: idOf(id, true), name: 'code_execution', args, ...head };
  }
  if (isJsonObject(toolCall)) {
    const { id, toolType, args } = toolCall;
    const name = toolName(toolType);
    return { type: 'tool-call', callId: idOf(id, true), name, args: isJsonObject(args) ? args : {}, ...head };
  }
  if (isJsonObject(run)) {
    const { id, outcome, output } = run;
    const status = outcome === 'OUTCOME_OK' ? 'success' : 'failed';
    const text = typeof output === 'string' && output !== '' ? output : '(no output)';
    const callId = idOf(id, false);
    return {
      type: 'tool-result',
      callId,
      name: 'code_execution',
      status,
      content: [{ type: 'text', text }],
      ...head,
    };
  }
  if (!isJsonObject(toolResponse)) return undefined;
  const { id, toolType, response } = toolResponse;
  const content = isJsonObject(response)
    ? ({ type: 'json', value: response } as const)
    : ({ type: 'text', text: '(not shown)' } as const);
  const callId = idOf(id, false);
  return {
    type: 'tool-result',
    callId,
    name: toolName(toolType),
    status: 'success',
    content: [content],
    ...head,
  };
}

const toolNames: Readonly<Record<string, string>> = {
  GOOGLE_SEARCH_WEB: 'web_search',
  GOOGLE_SEARCH_IMAGE: 'web_search',
  URL_CONTEXT: 'web_fetch',
  FILE_SEARCH: 'file_search',
  GOOGLE_MAPS: 'google_maps',
};

function toolName(type: JsonValue | undefined): string {
  if (typeof type !== 'string' || type === '') return 'builtin_tool';
  return Object.hasOwn(toolNames, type) ? (toolNames[type] ?? type) : type.toLowerCase();
}
