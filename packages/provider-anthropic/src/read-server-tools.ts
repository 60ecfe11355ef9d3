import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type ModelPart,
  type TextPart,
  type ToolResultPart,
} from '@pegboard/core/provider';
import { messagesDataKey } from './data-key.ts';

/** A call that the host runs itself. All of the block but what the part says goes along, to be echoed. */
export function toServerCall(block: JsonObject, argsText: string): ModelPart {
  const { id, name, input, ...rest } = block;
  return {
    type: 'tool-call',
    callId: textOf(id),
    name: textOf(name),
    args: argsText === '' && isJsonObject(input) ? input : argsText,
    executor: 'provider',
    providerData: { [messagesDataKey]: { block: rest } },
  };
}

/** `names` holds the tool of each call so far: the result of a call in an earlier answer has only its type. */
export function toServerResult(block: JsonObject, names: ReadonlyMap<string, string>): ModelPart {
  const callId = textOf(block.tool_use_id);
  const kind = textOf(block.type).replace(/_tool_result$/, '');
  const failed = block.is_error === true || errorOf(block.content) !== undefined;
  const part: ToolResultPart = {
    type: 'tool-result',
    callId,
    name: names.get(callId) ?? kind,
    status: failed ? 'failed' : 'success',
    content: toContent(block.content),
    executor: 'provider',
    ...(outside.has(kind) && { trust: 'untrusted' as const }),
    providerData: { [messagesDataKey]: { block } },
  };
  return part;
}

/** Tools whose results come from somewhere that nobody vouches for. */
const outside: ReadonlySet<string> = new Set(['web_search', 'web_fetch', 'mcp']);

function toContent(content: JsonValue | undefined): ToolResultPart['content'] {
  const error = errorOf(content);
  if (error !== undefined) return [{ type: 'text', text: `The tool failed: ${error}` }];
  if (typeof content === 'string' && content !== '') return [{ type: 'text', text: content }];
  if (Array.isArray(content)) {
    const texts = content.map(toText).filter((part) => part !== undefined);
    if (texts.length > 0 && texts.length === content.length) return texts;
  }
  const value = content === undefined || content === '' ? null : withoutState(content);
  return [{ type: 'json', value }];
}

function toText(block: JsonValue): TextPart | undefined {
  return isJsonObject(block) && block.type === 'text' && typeof block.text === 'string'
    ? { type: 'text', text: block.text }
    : undefined;
}

function errorOf(content: JsonValue | undefined): string | undefined {
  if (!isJsonObject(content) || typeof content.error_code !== 'string') return undefined;
  const { error_code: code, error_message: message } = content;
  return typeof message === 'string' ? `${code}: ${message}` : code;
}

/** Long data that only the host can read, and whole documents, are kept for the echo alone. */
function withoutState(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withoutState);
  if (!isJsonObject(value)) return value;
  const shown = Object.entries(value).filter(
    ([key, inner]) => !key.startsWith('encrypted_') && !(key === 'source' && isJsonObject(inner)),
  );
  return Object.fromEntries(
    shown.map(([key, inner]) => [key, inner === undefined ? null : withoutState(inner)]),
  );
}

export function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
