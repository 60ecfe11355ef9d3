import type { JsonObject } from '../contracts/json.ts';
import type {
  AssistantMessage,
  MediaPart,
  Message,
  TextPart,
  ToolContentPart,
  ToolMessage,
  ToolResultPart,
  UserPart,
} from '../contracts/message.ts';
import type { ModelWarning } from '../contracts/provider.ts';
import { repairHistory } from '../messages/repair-history.ts';

export type PlainPart = TextPart | MediaPart;

/** A message as most APIs know it. */
export type PlainTurn =
  | { readonly role: 'system'; readonly text: string }
  | { readonly role: 'user'; readonly content: readonly PlainPart[] }
  | PlainAnswer
  | PlainResult;

export interface PlainAnswer {
  readonly role: 'assistant';
  /** Empty: it only called. */
  readonly text: string;
  /** What this very model thought; empty: nothing that it may be shown. */
  readonly reasoning: string;
  readonly calls: readonly { readonly id: string; readonly name: string; readonly input: JsonObject }[];
}

/** One for each call, right behind its answer, in the order of the calls. */
export interface PlainResult {
  readonly role: 'tool';
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly failed: boolean;
}

export interface PlainOptions {
  /** The name of this provider. */
  readonly provider: string;
  /** Media that the API takes in words of the user. Others are left out, with a warning and words in their place. Default: none. */
  readonly takes?: ((part: MediaPart) => boolean) | undefined;
}

interface Reading extends PlainOptions {
  readonly model: string;
  readonly warnings: ModelWarning[];
}

/**
 * A conversation of any origin as turns that can be sent: instructions first and as one, later ones said by the user; every call with its
 * result; media of results behind them, said by the user; nothing blank, nothing that another provider ran, no state of others.
 */
export function plainTurns(messages: readonly Message[], reading: Reading): PlainTurn[] {
  const from = messages.findIndex(({ role }) => role !== 'system');
  const head = from < 0 ? messages.length : from;
  const system = messages.slice(0, head).map(textOf).filter(isSaid).join('\n\n');
  const turns: PlainTurn[] = system === '' ? [] : [{ role: 'system', text: system }];
  for (const message of repairHistory(messages.slice(head)))
    for (const turn of readMessage(message, reading)) push(turns, turn);
  // Nothing to answer is what APIs refuse.
  if (turns.every(({ role }) => role === 'system')) push(turns, said('Begin.'));
  return turns;
}

function readMessage(message: Message, reading: Reading): readonly PlainTurn[] {
  if (message.role === 'assistant') return readAnswer(message, reading);
  if (message.role === 'tool') return readResults(message, reading);
  const content =
    message.role === 'system'
      ? [text(`<system>\n${textOf(message)}\n</system>`)].filter(() => isSaid(textOf(message)))
      : message.content.flatMap((part) => plainPart(part, reading));
  return content.length > 0 ? [{ role: 'user', content }] : [];
}

function readAnswer({ content, origin }: AssistantMessage, reading: Reading): PlainTurn[] {
  const isOwn = origin?.provider === reading.provider && origin.model === reading.model;
  const texts: string[] = [];
  const calls: PlainAnswer['calls'][number][] = [];
  let reasoning = '';
  for (const part of content) {
    if (part.type === 'text') texts.push(part.text);
    else if (part.type === 'json') texts.push(JSON.stringify(part.value));
    else if (part.type === 'reasoning' && isOwn) reasoning += part.text;
    else if (part.type === 'tool-call' && part.executor === 'client')
      calls.push({ id: part.callId, name: part.name, input: part.input });
    else if (part.type === 'media') reading.warnings.push(leftOut(part, reading));
  }
  const all = texts.filter(isSaid).join('\n');
  return all === '' && calls.length === 0 ? [] : [{ role: 'assistant', text: all, reasoning, calls }];
}

function readResults({ content }: ToolMessage, reading: Reading): PlainTurn[] {
  const behind: PlainPart[] = [];
  const results = content.map((part) => readResult(part, behind, reading));
  return behind.length > 0 ? [...results, { role: 'user', content: behind }] : results;
}

function readResult(result: ToolResultPart, behind: PlainPart[], reading: Reading): PlainResult {
  const { callId: id, name, status } = result;
  const texts: string[] = [];
  const media: MediaPart[] = [];
  for (const part of result.content.flatMap((one) => plainPart(one, reading)))
    if (part.type === 'text') texts.push(part.text);
    else media.push(part);
  if (media.length > 0) {
    texts.push('The files of this result follow in the next message of the user.');
    behind.push(text(`Files of the result of ${name} (call ${id}):`), ...media);
  }
  return { role: 'tool', id, name, text: texts.join('\n'), failed: status !== 'success' };
}

function plainPart(part: UserPart | ToolContentPart, reading: Reading): PlainPart[] {
  if (part.type === 'json') return [text(JSON.stringify(part.value))];
  if (part.type === 'text') return isSaid(part.text) ? [part] : [];
  if (reading.takes?.(part)) return [part];
  reading.warnings.push(leftOut(part, reading));
  return [text(`[A file of type ${part.mediaType} was left out: it cannot be read here.]`)];
}

/** Users who say two things in a row said one of two parts. */
function push(turns: PlainTurn[], turn: PlainTurn): void {
  const last = turns.at(-1);
  if (last?.role === 'user' && turn.role === 'user')
    turns[turns.length - 1] = { role: 'user', content: [...last.content, ...turn.content] };
  else turns.push(turn);
}

function textOf({ content }: Message): string {
  return content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
}

const isSaid = (words: string): boolean => words.trim() !== '';
const text = (words: string): TextPart => ({ type: 'text', text: words });
const said = (words: string): PlainTurn => ({ role: 'user', content: [text(words)] });

function leftOut({ mediaType, filename }: MediaPart, { provider }: Reading): ModelWarning {
  const which = filename === undefined ? mediaType : `${filename} (${mediaType})`;
  const message = `${which} was left out: ${provider} does not take it here`;
  return { type: 'warning', code: 'unsupported-part', message, details: { mediaType } };
}
