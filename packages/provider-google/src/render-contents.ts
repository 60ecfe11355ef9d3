import {
  type AssistantMessage,
  createSideTable,
  type JsonValue,
  type Message,
  type ModelWarning,
  type SideTable,
  type ToolMessage,
  type UserMessage,
} from '@pegboard/core/provider';
import { readPartData } from './part-data.ts';
import { renderAssistant, type SentCall } from './render-assistant.ts';
import { renderUserMedia } from './render-media.ts';
import { renderResults } from './render-results.ts';
import { closing, opening, toContent, toTextPart } from './render-text.ts';
import { traitsOf } from './traits.ts';
import type { GeminiPart } from './wire.ts';

/** A conversation as the request holds it. */
export interface RenderedContents {
  /** JSON of the contents, joined by commas. */
  readonly contents: string;
  readonly system: readonly GeminiPart[];
  /** Where the last answer goes on, which is then not sent. */
  readonly continuationToken: string | undefined;
}

export type ContentsRenderer = (
  messages: readonly Message[],
  model: string,
  warnings: ModelWarning[],
) => RenderedContents;

/** What one message became, and what has to be known of it besides. */
interface Cached {
  /** JSON of contents. */
  readonly pieces: readonly string[];
  readonly role: 'user' | 'model';
  readonly calls: readonly SentCall[];
  readonly warnings: readonly ModelWarning[];
  /** The calls that these results answer. */
  readonly answers?: readonly SentCall[];
}

/** Renders conversations as JSON text. Each message is rendered once per model, as messages never change: a turn costs what it adds. */
export function createContentsRenderer(cloud: boolean): ContentsRenderer {
  const caches = new Map<string, SideTable<Message, Cached>>();
  return (all, model, warnings) => {
    const cache = caches.get(model) ?? createSideTable<Message, Cached>();
    caches.set(model, cache);
    const renderer: MessageRenderer = { cache, model, traits: { modern: traitsOf(model).modern, cloud } };
    const { messages, continuationToken } = splitContinued(all, model);
    const rest = messages.findIndex(({ role }) => role !== 'system');
    const talk = rest === -1 ? [] : messages.slice(rest);
    const head = messages.slice(0, messages.length - talk.length);
    const everything = renderTalk(talk, renderer);
    for (const each of everything) warnings.push(...each.warnings);
    const rendered = everything.filter((each) => each.pieces.length > 0);
    const pieces = rendered.flatMap((each) => each.pieces);
    if (rendered[0]?.role !== 'user') pieces.unshift(opening);
    if (rendered.at(-1)?.role === 'model' && renderer.traits.modern) pieces.push(closing);
    return { contents: pieces.join(','), system: head.flatMap(textsOf), continuationToken };
  };
}

interface MessageRenderer {
  readonly cache: SideTable<Message, Cached>;
  readonly model: string;
  readonly traits: { readonly modern: boolean; readonly cloud: boolean };
}

/** Every call is answered in the content right after it; results without a call are left out. */
function renderTalk(messages: readonly Message[], renderer: MessageRenderer): Cached[] {
  const out: Cached[] = [];
  for (let at = 0; at < messages.length; at++) {
    const message = messages[at];
    if (!message || message.role === 'tool') continue;
    const rendered = renderMessage(message, renderer);
    out.push(rendered);
    if (rendered.calls.length === 0) continue;
    const end = messages.findIndex(({ role }, index) => index > at && role !== 'tool' && role !== 'system');
    const results = messages
      .slice(at + 1, end === -1 ? undefined : end)
      .filter((each) => each.role === 'tool');
    out.push(renderAnswers(rendered.calls, results, renderer));
  }
  return out;
}

function renderMessage(message: Exclude<Message, ToolMessage>, { cache, model }: MessageRenderer): Cached {
  const known = cache.get(message);
  if (known) return known;
  const warnings: ModelWarning[] = [];
  const { role, parts, calls } = toParts(message, model, warnings);
  const pieces = parts.length === 0 ? [] : [toContent(role, parts)];
  const rendered = { pieces, role, calls, warnings };
  cache.set(message, rendered);
  return rendered;
}

interface Parts {
  readonly role: Cached['role'];
  readonly parts: GeminiPart[];
  readonly calls: readonly SentCall[];
}

function toParts(message: Exclude<Message, ToolMessage>, model: string, warnings: ModelWarning[]): Parts {
  switch (message.role) {
    case 'user':
      return { role: 'user', parts: renderUser(message, warnings), calls: [] };
    case 'assistant':
      return { role: 'model', ...renderAssistant(message, model, warnings) };
    // The API knows no instructions in the middle.
    case 'system': {
      const text = textsOf(message).map((part) => part.text);
      const parts = text.length === 0 ? [] : [{ text: `<system>\n${text.join('\n')}\n</system>` }];
      return { role: 'user', parts, calls: [] };
    }
    default:
      return { role: 'user', parts: [], calls: [] };
  }
}

function renderUser({ content }: UserMessage, warnings: ModelWarning[]): GeminiPart[] {
  return content.flatMap((part): GeminiPart[] => {
    if (part.type === 'media') return [renderUserMedia(part, warnings)];
    if (part.type === 'json') return [toTextPart(JSON.stringify(part.value))];
    return part.text === '' ? [] : [toTextPart(part.text)];
  });
}

function renderAnswers(
  calls: readonly SentCall[],
  messages: readonly ToolMessage[],
  { cache, traits }: MessageRenderer,
): Cached {
  const [only] = messages;
  const known = messages.length === 1 && only ? cache.get(only) : undefined;
  if (known?.answers === calls) return known;
  const warnings: ModelWarning[] = [];
  const { responses, after } = renderResults(calls, messages, traits, warnings);
  const pieces = [toContent('user', responses), ...(after.length > 0 ? [toContent('user', after)] : [])];
  const rendered = { pieces, role: 'user' as const, calls: [], warnings, answers: calls };
  if (messages.length === 1 && only) cache.set(only, rendered);
  return rendered;
}

function textsOf(message: Message): { text: string }[] {
  const parts: readonly { readonly type: string; readonly text?: JsonValue }[] = message.content;
  return parts.flatMap(({ type, text }) =>
    type === 'text' && typeof text === 'string' && text.trim() !== '' ? [{ text: text.toWellFormed() }] : [],
  );
}

/**
 * An answer that stopped with CONTINUATION is asked for again by the same request and its token, without what came of it so far.
 * Source: automaticContinuation in the npm package @google/genai 3.1.0.
 */
function splitContinued(
  messages: readonly Message[],
  model: string,
): { messages: readonly Message[]; continuationToken: string | undefined } {
  let count = messages.length;
  let continuationToken: string | undefined;
  for (; count > 0; count--) {
    const last = messages[count - 1];
    const token = last?.role === 'assistant' ? tokenOf(last, model) : undefined;
    if (token === undefined) break;
    continuationToken ??= token;
  }
  return { messages: messages.slice(0, count), continuationToken };
}

function tokenOf({ content, finish }: AssistantMessage, model: string): string | undefined {
  if (finish?.unified !== 'pause') return undefined;
  const data = content
    .map((part) => readPartData(part))
    .find((found) => found?.continuationToken !== undefined);
  return data?.model === model ? data.continuationToken : undefined;
}
