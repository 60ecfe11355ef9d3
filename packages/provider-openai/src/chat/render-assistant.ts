import {
  type AssistantMessage,
  isJsonObject,
  type JsonObject,
  type ModelWarning,
  type ReasoningPart,
  type ToolCallPart,
} from '@pegboard/core/provider';
import { chatDataKey, type ChatProfile } from './profile.ts';
import { idOf, shorten, toText } from './text-parts.ts';
import type { HostAssistant, HostAssistantPart, HostToolCall } from './wire.ts';

/** Sources and what another provider ran by itself have no place here and are left out; so is reasoning where the host wants none. */
export function renderAssistant(
  message: AssistantMessage,
  profile: ChatProfile,
  model: string,
  warnings: ModelWarning[],
): HostAssistant[] {
  const own = isOwn(message, profile, model);
  const content: HostAssistantPart[] = [];
  const calls: HostToolCall[] = [];
  const reasoning: ReasoningPart[] = [];
  for (const part of message.content) {
    if (part.type === 'text' && part.text !== '') {
      const refusal = part.providerData?.[chatDataKey]?.refusal === true;
      content.push(refusal ? { type: 'refusal', refusal: part.text } : toText(part.text));
    } else if (part.type === 'json') content.push(toText(JSON.stringify(part.value)));
    else if (part.type === 'tool-call' && part.executor === 'client')
      calls.push(renderCall(part, profile, own));
    else if (part.type === 'reasoning' && own.host) reasoning.push(part);
    else if (part.type === 'media') {
      const details = { mediaType: part.mediaType };
      const what = 'Media of the model itself were left out';
      warnings.push({ type: 'warning', code: 'unsupported-part', message: what, details });
    }
  }
  if (content.length === 0 && calls.length === 0) return [];
  const { thinking = [], ...echo } = echoReasoning(reasoning, calls.length > 0, profile, own);
  const parts = [...thinking, ...content];
  const empty = profile.emptyContent === 'text' ? '' : null;
  const text = parts.length === 0 ? empty : shorten(parts);
  return [{ role: 'assistant', content: text, ...echo, ...(calls.length > 0 && { tool_calls: calls }) }];
}

interface Own {
  /** The host has written the message, so that its reasoning is no secret of another. */
  readonly host: boolean;
  /** The same model has, too: only then does its opaque state hold. */
  readonly model: boolean;
}

function isOwn({ origin }: AssistantMessage, { provider }: ChatProfile, model: string): Own {
  const host = origin === undefined || origin.provider === provider;
  return { host, model: host && (origin === undefined || origin.model === model) };
}

function renderCall(
  { callId, name, input, providerData }: ToolCallPart,
  profile: ChatProfile,
  own: Own,
): HostToolCall {
  const extra = profile.extraContent && own.model ? providerData?.[chatDataKey]?.extraContent : undefined;
  return {
    id: idOf(callId, profile),
    type: 'function',
    function: { name, arguments: JSON.stringify(input) },
    ...(isJsonObject(extra) && { extra_content: extra }),
  };
}

type Echo = Omit<HostAssistant, 'role' | 'content' | 'tool_calls'> & { thinking?: HostAssistantPart[] };

function echoReasoning(
  parts: readonly ReasoningPart[],
  hasCalls: boolean,
  { reasoningEcho, reasoningDetails, extraContent }: ChatProfile,
  own: Own,
): Echo {
  const text = parts.map((part) => part.text).join('');
  const data = own.model ? Object.assign({}, ...parts.map(dataOf)) : {};
  const details: unknown = (data as JsonObject).reasoningDetails; // as `dataOf` gives it
  const extra: unknown = (data as JsonObject).extraContent; // as above
  return {
    ...(reasoningEcho === 'reasoning_content-with-calls' && hasCalls && { reasoning_content: text }),
    ...(reasoningEcho === 'reasoning' && text !== '' && { reasoning: text }),
    ...(reasoningEcho === 'thinking-parts' &&
      text !== '' && { thinking: [{ type: 'thinking', thinking: [toText(text)] }] }),
    ...(reasoningDetails && Array.isArray(details) && { reasoning_details: details as JsonObject[] }),
    ...(extraContent && isJsonObject(extra) && { extra_content: extra }),
  };
}

function dataOf({ providerData }: ReasoningPart): JsonObject {
  return providerData?.[chatDataKey] ?? {};
}
