import {
  type AssistantMessage,
  type AssistantPart,
  isJsonObject,
  type JsonObject,
  type ModelWarning,
  type TextPart,
  type ToolCallPart,
} from '@pegboard/core/provider';
import { renderCallId } from '../chat/call-id.ts';
import { responsesDataKey } from './profile.ts';
import type { FunctionCall, InputItem, OutputContent, OutputMessage, Phase } from './wire.ts';

/** Whose items go back as they came. */
export interface OwnItems {
  readonly provider: string;
  readonly model: string;
  /** The host keeps answers, so that it knows its items by their ids. */
  readonly stored: boolean;
}

type Item = InputItem | JsonObject;

/**
 * Items that the same model of the same host has sent go back in full, with their ids; reasoning only right before the item that it led
 * to, and an item that reasoning led to only with it. Otherwise texts and calls are told anew, and the rest stays out.
 */
export function renderAssistant(
  message: AssistantMessage,
  own: OwnItems,
  warnings: ModelWarning[],
): readonly Item[] {
  const { origin, content } = message;
  const isHome = origin === undefined || origin.provider === own.provider;
  if (isHome && content.every((part) => isOwn(part, own)) && isWhole(content, own.stored))
    return renderOwn(content);
  return renderAnew(content, warnings);
}

function dataOf(part: AssistantPart): JsonObject {
  return part.providerData?.[responsesDataKey] ?? {};
}

/** Parts that need nothing to go back are nobody's. */
function isOwn(part: AssistantPart, { model }: OwnItems): boolean {
  if (part.type === 'source' || (part.type === 'tool-result' && part.executor === 'provider')) return true;
  return dataOf(part).model === model && part.type !== 'media' && part.type !== 'json';
}

/** Reasoning is there with all that it led to, and can be read by the host. */
function isWhole(content: readonly AssistantPart[], stored: boolean): boolean {
  const reasoning = new Map<string, JsonObject>();
  for (const part of content) {
    const { item, after } = dataOf(part);
    if (isJsonObject(item) && item.type === 'reasoning' && typeof item.id === 'string')
      reasoning.set(item.id, item);
    if (typeof after !== 'string') continue;
    const before = reasoning.get(after);
    if (!before || !(stored || isReadable(before))) return false;
  }
  return true;
}

function isReadable({ encrypted_content: encrypted, content }: JsonObject): boolean {
  return typeof encrypted === 'string' || (Array.isArray(content) && content.length > 0);
}

function renderOwn(content: readonly AssistantPart[]): Item[] {
  const items: Item[] = [];
  /** Reasoning that waits for the item that it led to: without one it stays out, as in an answer that was cut off. */
  let waiting: JsonObject[] = [];
  const push = (item: Item): void => {
    items.push(...waiting, item);
    waiting = [];
  };
  for (const [index, part] of content.entries()) {
    const { item, after } = dataOf(part);
    if (typeof after !== 'string') waiting = [];
    if (part.type === 'reasoning') {
      if (!isJsonObject(item)) continue;
      if (item.type === 'reasoning') waiting.push(item);
      else push(item);
    } else if (part.type === 'text') pushText(part, items.at(-1), push);
    else if (part.type === 'tool-call' && part.executor === 'client') push(renderCall(part));
    else if (part.type === 'tool-call' && isJsonObject(item)) push(withImage(item, content[index + 1]));
  }
  return items;
}

/** Texts of one message of the API are contents of one item. */
function pushText(part: TextPart, last: Item | undefined, push: (item: Item) => void): void {
  const { id, phase, status, refusal } = dataOf(part);
  const content: OutputContent =
    refusal === true
      ? { type: 'refusal', refusal: part.text }
      : { type: 'output_text', text: part.text, annotations: annotationsOf(part) };
  if (typeof id !== 'string') {
    if (part.text !== '') push({ role: 'assistant', content: part.text, ...phaseOf(phase) });
  } else if (isMessage(last) && last.id === id) last.content.push(content);
  else
    push({
      type: 'message',
      id,
      role: 'assistant',
      status: status === 'incomplete' ? status : 'completed',
      ...phaseOf(phase),
      content: [content],
    });
}

/** Items that are not made here are texts to be kept to the letter, and no message is among them. */
function isMessage(item: Item | undefined): item is OutputMessage {
  return item !== undefined && 'type' in item && item.type === 'message';
}

function annotationsOf(part: TextPart): never[] {
  const { annotations } = dataOf(part);
  return Array.isArray(annotations) ? (annotations as never[]) : []; // The API's own, to the letter.
}

function phaseOf(phase: unknown): { phase?: Phase } {
  return phase === 'commentary' || phase === 'final_answer' ? { phase } : {};
}

function renderCall(part: ToolCallPart): FunctionCall {
  const { id, namespace, args } = dataOf(part);
  const text = JSON.stringify(part.input);
  return {
    type: 'function_call',
    ...(typeof id === 'string' && { id }),
    call_id: renderCallId(part.callId),
    name: part.name,
    arguments: typeof args === 'string' && compact(args) === text ? args : text,
    ...(typeof namespace === 'string' && { namespace }),
  };
}

function compact(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The image stands in the result, once. */
function withImage(item: JsonObject, next: AssistantPart | undefined): JsonObject {
  if (item.type !== 'image_generation_call' || item.result !== undefined) return item;
  const media = next?.type === 'tool-result' ? next.content.find(({ type }) => type === 'media') : undefined;
  return media?.type === 'media' && media.data !== undefined ? { ...item, result: media.data } : item;
}

/** What others have said and called. Reasoning, sources and tools that others ran themselves have no place here. */
function renderAnew(content: readonly AssistantPart[], warnings: ModelWarning[]): Item[] {
  return content.flatMap((part): Item[] => {
    if (part.type === 'text')
      return part.text === ''
        ? []
        : [{ role: 'assistant', content: part.text, ...phaseOf(dataOf(part).phase) }];
    if (part.type === 'json') return [{ role: 'assistant', content: JSON.stringify(part.value) }];
    if (part.type === 'tool-call' && part.executor === 'client')
      return [renderCall({ ...part, providerData: {} })];
    if (part.type === 'media') {
      const details = { mediaType: part.mediaType };
      const message = 'Media of the model itself were left out';
      warnings.push({ type: 'warning', code: 'unsupported-part', message, details });
    }
    return [];
  });
}
