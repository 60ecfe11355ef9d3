import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type MediaPart,
  type ModelPart,
  type ToolContentPart,
} from '@pegboard/core/provider';
import type { ProviderData } from '@pegboard/core';
import { renderCallId } from '../chat/call-id.ts';
import { listOf } from './list-of.ts';
import type { OutputItem } from './wire.ts';

/** A part of an item, and its place within the item. */
export interface PlacedPart {
  readonly at: number;
  readonly part: ModelPart;
}

interface Builtin {
  readonly name: (item: OutputItem) => string;
  readonly args: (item: OutputItem) => string | JsonObject;
  readonly content: (item: OutputItem) => readonly ToolContentPart[];
}

/** Items of tools that the API runs itself: the call and its result are one item. */
const builtins: Readonly<Record<string, Builtin>> = {
  web_search_call: {
    name: () => 'web_search',
    args: ({ action }) => objectOf(action),
    content: ({ action }) => asJson(objectOf(action).sources),
  },
  file_search_call: {
    name: () => 'file_search',
    args: ({ queries = null }) => ({ queries }),
    content: ({ results }) => asJson(results),
  },
  code_interpreter_call: {
    name: () => 'code_execution',
    args: ({ code = null }) => ({ code }),
    content: ({ outputs }) => listOf(outputs).flatMap(readOutput),
  },
  image_generation_call: {
    name: () => 'image_generation',
    args: ({ revised_prompt: prompt }) => (typeof prompt === 'string' ? { prompt } : {}),
    content: ({ result, output_format: format }) =>
      typeof result !== 'string'
        ? []
        : [
            {
              type: 'media',
              mediaType: `image/${typeof format === 'string' ? format : 'png'}`,
              data: result,
            },
          ],
  },
  mcp_call: {
    name: ({ name }) => (typeof name === 'string' ? name : 'mcp_server'),
    args: ({ arguments: args }) => (typeof args === 'string' ? args : objectOf(args)),
    content: ({ output, error }) =>
      typeof output === 'string' ? asText(output) : typeof error === 'string' ? asText(error) : asJson(error),
  },
};

/** A call and its result, both with the provider as executor; another item becomes a part that only carries it. */
export function readBuiltin(item: OutputItem, keep: (item: OutputItem) => ProviderData): PlacedPart[] {
  const { type, id } = item;
  const builtin = typeof type === 'string' && Object.hasOwn(builtins, type) ? builtins[type] : undefined;
  if (!builtin) return [{ at: 0, part: { type: 'reasoning', text: '', providerData: keep(item) } }];
  const callId = renderCallId(typeof id === 'string' ? id : '');
  const name = builtin.name(item);
  const content = builtin.content(item);
  const failed = item.status === 'failed' || item.status === 'incomplete' || Boolean(item.error);
  const status = typeof item.status === 'string' ? item.status : 'completed';
  // An image is kept once, in its result: `renderAssistant` puts it back.
  const { result: _, ...light } = item;
  const kept = type === 'image_generation_call' && content.length > 0 ? light : item;
  return [
    {
      at: 0,
      part: {
        type: 'tool-call',
        callId,
        name,
        args: builtin.args(item),
        executor: 'provider',
        providerData: keep(kept),
      },
    },
    {
      at: 1,
      part: {
        type: 'tool-result',
        callId,
        name,
        status: failed ? 'failed' : 'success',
        content: content.length > 0 ? content : asText(status),
        executor: 'provider',
      },
    },
  ];
}

function readOutput({ logs, url }: JsonObject): ToolContentPart[] {
  if (typeof logs === 'string') return [{ type: 'text', text: logs }];
  return typeof url === 'string' ? [fromUrl(url)] : [];
}

function fromUrl(url: string): MediaPart {
  const [, mediaType, data] = /^data:(image\/[^;,]+);base64,(.*)$/s.exec(url) ?? [];
  if (mediaType !== undefined && data !== undefined) return { type: 'media', mediaType, data };
  return { type: 'media', mediaType: 'image/*', url };
}

function asJson(value: JsonValue | undefined): ToolContentPart[] {
  return value === undefined || value === null ? [] : [{ type: 'json', value }];
}

function asText(text: string): ToolContentPart[] {
  return [{ type: 'text', text }];
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
