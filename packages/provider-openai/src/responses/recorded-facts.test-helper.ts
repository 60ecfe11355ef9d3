import type { JsonObject, JsonValue } from '@pegboard/core/provider';
import { plain } from '../recordings.test-helper.ts';

/** What must be equal in two requests; the recording client made its own choices for the rest. */
export interface Fact {
  readonly type: string;
  readonly id?: JsonValue | undefined;
  readonly text?: string;
  readonly phase?: JsonValue | undefined;
  readonly secret?: JsonValue | undefined;
  /** The number of the call in the conversation: ids may be renamed, in pairs. */
  readonly call?: number;
  readonly name?: JsonValue | undefined;
  readonly args?: JsonValue;
  readonly media?: readonly JsonValue[];
}

/** The instructions, which may also be an item, and the items of a request. */
export function toFacts(body: JsonObject): Fact[] {
  const calls: JsonValue[] = [];
  const instructions = typeof body.instructions === 'string' ? [systemFact(body.instructions)] : [];
  const input = typeof body.input === 'string' ? [{ role: 'user', content: body.input }] : body.input;
  // As recorded, or as rendered: lists of items.
  const facts = [...instructions, ...(input as JsonObject[]).map((item) => toFact(item, calls))];
  // The recording client also sent empty texts, which say nothing.
  return facts.filter(({ text, id, media }) => text !== '' || id !== undefined || media !== undefined);
}

function systemFact(text: string): Fact {
  return { type: 'system', text };
}

function toFact(item: JsonObject, calls: JsonValue[]): Fact {
  const { id, role } = item;
  if (role === 'system') return systemFact(textOf(item.content));
  if (role === 'user' || role === 'assistant') {
    const media = mediaOf(item.content);
    return {
      type: role,
      id,
      text: textOf(item.content),
      ...(role === 'assistant' && item.phase !== undefined && { phase: item.phase }),
      ...(media.length > 0 && { media }),
    };
  }
  const type = plain(item.type);
  if (type === 'function_call')
    return {
      type,
      id,
      call: numberOf(item.call_id, calls),
      name: item.name,
      args: JSON.parse(plain(item.arguments)),
    };
  if (type === 'function_call_output') {
    const media = mediaOf(item.output);
    return {
      type,
      call: numberOf(item.call_id, calls),
      text: textOf(item.output),
      ...(media.length > 0 && { media }),
    };
  }
  return { type, id, ...(typeof item.encrypted_content === 'string' && { secret: item.encrypted_content }) };
}

function numberOf(callId: JsonValue | undefined, calls: JsonValue[]): number {
  const at = calls.indexOf(callId ?? null);
  return at === -1 ? calls.push(callId ?? null) - 1 : at;
}

function contentsOf(content: JsonValue | undefined): JsonObject[] {
  return Array.isArray(content) ? (content as JsonObject[]) : [];
}

/** Bodies were recorded with plain punctuation, and streams as they came. */
function textOf(content: JsonValue | undefined): string {
  const texts =
    typeof content === 'string'
      ? [content]
      : contentsOf(content).map(({ text, refusal }) => plain(text ?? refusal ?? ''));
  return texts
    .join('')
    .normalize('NFKC')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201C\u201D]/g, '"')
    .replace(/[\u2010-\u2015]/g, '-');
}

function mediaOf(content: JsonValue | undefined): JsonValue[] {
  return contentsOf(content).flatMap(
    ({ image_url: image, file_url: url, file_id: id, file_data: data }) => image ?? url ?? id ?? data ?? [],
  );
}
