import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AssistantPart, JsonObject, JsonValue, Message, UserPart } from '@pegboard/core/provider';
import type { Outcome } from './loopback.test-util.ts';

const root = fileURLToPath(new URL('../../../../shared/wire', import.meta.url));

export const present = existsSync(root);

export interface Step {
  readonly request: { readonly path: string; readonly host: string; readonly body: WireRequest };
  readonly response: {
    readonly status: number;
    readonly headers: Record<string, string>;
    readonly body?: JsonObject & { readonly content?: readonly Block[] };
    readonly sse?: string;
  };
}
export interface WireRequest extends JsonObject {
  readonly model: string;
  readonly max_tokens: number;
  readonly messages: readonly { readonly role: string; readonly content: string | readonly Block[] }[];
  readonly system?: string | readonly Block[];
  readonly tools?: readonly JsonObject[];
}
export type Block = JsonObject & { readonly type: string };

export interface NamedStep {
  readonly name: string;
  readonly step: Step;
  /** The steps of the same file before it. */
  readonly before: readonly Step[];
}

/** Every recorded exchange with this API, in all groups. The layout is described in the README beside the recordings. */
export const steps: readonly NamedStep[] = present
  ? ['anthropic', 'cross-provider', 'openai-compatible'].flatMap((group) =>
      readdirSync(`${root}/${group}`)
        .filter((file) => file.endsWith('.json'))
        .flatMap((file) => {
          const { steps: all } = JSON.parse(readFileSync(`${root}/${group}/${file}`, 'utf8')) as {
            steps: Step[];
          };
          return all.flatMap((step, at): NamedStep[] =>
            step.request.path.startsWith('/v1/messages')
              ? [{ name: `${group}/${file} step ${at + 1}`, step, before: all.slice(0, at) }]
              : [],
          );
        }),
    )
  : [];

/** What an answer holds, read in the plainest way and independently of the codec. */
export interface Facts {
  readonly blocks: Block[];
  finish: string | undefined;
  usage: JsonObject;
}

export function factsOf({ body, sse }: Step['response']): Facts {
  if (body !== undefined)
    return {
      blocks: [...(body.content ?? [])],
      finish: body.stop_reason as string, // as Anthropic documents it
      usage: body.usage as JsonObject,
    };
  const blocks: Record<string, JsonValue>[] = [];
  const facts = { finish: undefined as string | undefined, usage: {} as JsonObject };
  for (const line of (sse ?? '').split('\n')) {
    if (!line.startsWith('data: {')) continue;
    const event = JSON.parse(line.slice(6));
    if (event.type === 'message_start') facts.usage = event.message.usage;
    if (event.type === 'content_block_start') blocks[event.index] = { ...event.content_block, json: '' };
    const block = blocks[event.index];
    if (event.type === 'content_block_delta' && block) apply(block, event.delta);
    if (event.type === 'message_delta') {
      facts.finish = event.delta.stop_reason;
      facts.usage = { ...facts.usage, ...event.usage };
    }
  }
  const whole = blocks.map(({ json, ...block }) =>
    json === '' ? block : { ...block, input: JSON.parse(textIn(json)) as JsonValue },
  );
  return { blocks: whole as Block[], ...facts };
}

function apply(block: Record<string, JsonValue>, delta: Record<string, JsonValue>): void {
  const add = (key: string, text: JsonValue | undefined): void => {
    if (typeof text === 'string') block[key] = textIn(block[key] ?? '') + text;
  };
  add('text', delta.text);
  add('thinking', delta.thinking);
  add('json', delta.partial_json);
  if (delta.signature !== undefined) block.signature = delta.signature;
  if (delta.citation !== undefined) block.citations = [...((block.citations ?? []) as []), delta.citation];
}

/** What was decoded, in the terms of the wire; sources and what only carries state are left out. */
export function blocksOf({ parts }: Outcome): unknown[] {
  return parts.flatMap((part): unknown[] => {
    const data = (part.providerData?.['anthropic.messages'] ?? {}) as Record<string, JsonObject>;
    if (part.type === 'text') {
      if (data.block) return [data.block];
      return data.container ? [] : [{ type: 'text', text: part.text, citations: data.citations }];
    }
    if (part.type === 'reasoning')
      return data.redacted === undefined
        ? [{ type: 'thinking', thinking: part.text, signature: data.signature }]
        : [{ type: 'redacted_thinking', data: data.redacted }];
    if (part.type === 'tool-call') {
      const input: unknown = typeof part.args === 'string' ? JSON.parse(part.args || '{}') : part.args;
      return [{ type: part.executor, id: part.callId, name: part.name, input }];
    }
    return part.type === 'tool-result' ? [data.block] : [];
  });
}

/** The same of the wire's own blocks. */
export function plainBlocks(blocks: readonly Block[]): unknown[] {
  return blocks.flatMap((block): unknown[] => {
    const { type, id, name, input } = block;
    const citations =
      Array.isArray(block.citations) && block.citations.length > 0 ? block.citations : undefined;
    if (type === 'text') return block.text === '' ? [] : [{ type, text: block.text, citations }];
    if (type === 'thinking') return [{ type, thinking: block.thinking, signature: block.signature }];
    if (type === 'tool_use') return [{ type: 'client', id, name, input }];
    if (type === 'server_tool_use' || type === 'mcp_tool_use') return [{ type: 'provider', id, name, input }];
    return [block];
  });
}

/** A recorded conversation in our form, as its writer would have it after answers of `model`. */
export function toMessages(wire: WireRequest['messages'], model: string, from = 0): Message[] {
  return wire.slice(from).flatMap(({ role, content }, at): Message[] => {
    const id = `w${from + at}`;
    const blocks: readonly Block[] =
      typeof content === 'string' ? [{ type: 'text', text: content }] : content;
    if (role === 'assistant')
      return [{ id, role, content: blocks.map((block) => toAssistantPart(block, model)) }];
    if (role === 'system') {
      const texts = blocks
        .filter(({ type }) => type === 'text')
        .map(({ text }) => ({ type: 'text' as const, text: textIn(text) }));
      return texts.length > 0 ? [{ id, role, content: texts }] : [];
    }
    const results = blocks.filter(({ type }) => type === 'tool_result');
    const others = blocks.filter(({ type }) => type !== 'tool_result').map(toUserPart);
    return [
      ...(results.length > 0
        ? [{ id: `${id}r`, role: 'tool' as const, content: results.map(toResultPart) }]
        : []),
      ...(others.length > 0 ? [{ id, role: 'user' as const, content: others }] : []),
    ];
  });
}

function toAssistantPart(block: Block, model: string): AssistantPart {
  const data = (value: JsonObject): { providerData: { 'anthropic.messages': JsonObject } } => ({
    providerData: { 'anthropic.messages': value },
  });
  const { type } = block;
  if (type === 'text')
    return {
      type,
      text: textIn(block.text),
      ...(block.citations !== undefined && data({ citations: block.citations })),
    };
  if (type === 'thinking')
    return {
      type: 'reasoning',
      text: textIn(block.thinking),
      ...data({ signature: block.signature ?? '', model }),
    };
  if (type === 'redacted_thinking')
    return { type: 'reasoning', text: '', ...data({ redacted: block.data ?? '', model }) };
  if (type === 'tool_use' || type === 'server_tool_use' || type === 'mcp_tool_use') {
    const { id, name, input, ...rest } = block;
    const executor = type === 'tool_use' ? 'client' : 'provider';
    return {
      type: 'tool-call',
      callId: textIn(id),
      name: textIn(name),
      input: input as JsonObject,
      executor,
      ...(executor === 'provider' && data({ block: rest })),
    };
  }
  if (type.endsWith('_tool_result'))
    return {
      type: 'tool-result',
      callId: textIn(block.tool_use_id),
      name: 'tool',
      status: 'success',
      content: [{ type: 'text', text: 'x' }],
      executor: 'provider',
      ...data({ block }),
    };
  return { type: 'text', text: '', ...data({ block }) };
}

function toResultPart(block: Block): Extract<Message, { role: 'tool' }>['content'][number] {
  const { content } = block;
  const blocks = (typeof content === 'string' ? [{ type: 'text', text: content }] : content) as Block[];
  return {
    type: 'tool-result',
    callId: textIn(block.tool_use_id),
    name: 'tool',
    status: block.is_error === true ? 'failed' : 'success',
    content: blocks.map(toUserPart),
    executor: 'client',
  };
}

function toUserPart(block: Block): UserPart {
  const source = block.source as Record<string, string> | undefined; // as Anthropic documents it
  if (block.type === 'text') return { type: 'text', text: textIn(block.text) };
  if (block.type === 'tool_reference')
    return { type: 'text', text: 'found', providerData: { 'anthropic.messages': { block } } };
  const fileId = block.file_id ?? source?.file_id;
  const mediaType = block.type === 'image' ? 'image/*' : 'application/pdf';
  if (fileId !== undefined)
    return {
      type: 'media',
      mediaType,
      providerData: {
        'anthropic.messages': { fileId, ...(block.type === 'container_upload' && { upload: 'container' }) },
      },
    };
  if (source?.url !== undefined) return { type: 'media', mediaType, url: source.url };
  return { type: 'media', mediaType: source?.media_type ?? mediaType, data: source?.data ?? '' };
}

function textIn(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
