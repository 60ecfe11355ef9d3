import type { FinishReason } from '../contracts/message.ts';
import type { RecoveryError, Repair } from '../contracts/repair.ts';
import type { JsonObject } from '../contracts/json.ts';
import type { Dialect } from './dialect.ts';
import { judgeCall } from './judge-call.ts';
import { Payload } from './payload.ts';
import type { PayloadEnd } from './payload-scanner.ts';
import { specials } from './specials.ts';
import type { ReadableTool, TextCall } from './text-call.ts';
import { createTextScanner, type Special, type TextScanner } from './text-scanner.ts';
import { VisibleText } from './visible-text.ts';

export interface ReaderOptions {
  readonly tools: readonly ReadableTool[];
  /** Most characters of one payload; default 8,000; `false`: no limit. */
  readonly maxPayloadChars?: number | false;
  /** A last step for arguments that could not be read, such as `jsonrepair`; its result counts only if it loses nothing. */
  readonly repairJson?: (text: string) => string;
}

export interface ReadToolCall {
  readonly name: string;
  readonly input: JsonObject;
  readonly repairs: readonly Repair[];
}

/** What a text holds. */
export interface ToolCallReading {
  /** `calls`: these, and nothing was refused · `partial`: these, and something was · `error`: only refused ones · `none`: ordinary text. */
  readonly outcome: 'calls' | 'partial' | 'error' | 'none';
  readonly calls: readonly ReadToolCall[];
  /** What a person may be shown, calls and reasoning left out. */
  readonly text: string;
  readonly reasoning: string;
  /** The first of `refused`. */
  readonly error?: RecoveryError;
  readonly refused: readonly RecoveryError[];
}

/** Reads tool calls out of text that comes in pieces. Linear in the text; the same reading however the text is cut. */
export interface ToolCallReader {
  /** Gives the text that is safe to show now. */
  push(chunk: string): string;
  /** The whole reading. With finish `length` no call may run. Call it once. */
  end(options?: { readonly finish?: FinishReason }): ToolCallReading;
}

/** A reader for one answer of a model. */
export function createToolCallReader(options: ReaderOptions): ToolCallReader {
  return new Reader(options);
}

type Settled =
  | { readonly ok: true; readonly call: ReadToolCall }
  | { readonly ok: false; readonly error: RecoveryError };

/** A block that is a call only if nothing is said after it. */
interface Tentative {
  readonly raw: string;
  readonly settled: readonly Settled[];
}

/** A payload whose end never came. */
const lost = { problem: 'it ends before it is complete', name: undefined, code: 'truncated' } as const;

const maxInlineCode = 300;

let shared: TextScanner | undefined;

class Reader implements ToolCallReader {
  readonly #options: ReaderOptions;
  readonly #tools: ReadonlyMap<string, ReadableTool>;
  readonly #scanner = (shared ??= createTextScanner(specials()));
  #pending = '';
  #payload: Payload | undefined;
  /** The text ended inside a call: none of its calls may run. */
  #cutOff = false;
  #think: { readonly close: readonly string[] } | undefined;
  #settled: Settled[] = [];
  #tentative: Tentative[] = [];
  readonly #visible = new VisibleText();
  readonly #reasoning: string[] = [];
  /** Characters consumed so far. */
  #position = 0;

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.#tools = new Map(options.tools.map((tool) => [tool.name, tool]));
  }

  push(chunk: string): string {
    this.#pending += chunk;
    this.#drain(false);
    return this.#visible.flush();
  }

  end({ finish }: { readonly finish?: FinishReason } = {}): ToolCallReading {
    this.#drain(true);
    if (this.#payload) this.#finishPayload(this.#payload, this.#payload.finish());
    this.#drain(true);
    for (const { settled } of this.#tentative) this.#settled.push(...settled);
    this.#tentative = [];
    const blanks = this.#visible.takeBlanks();
    if (this.#settled.length === 0) this.#visible.emit(blanks);
    this.#visible.flush();
    return this.#reading(finish);
  }

  #drain(final: boolean): void {
    while (this.#pending !== '') {
      const before = this.#pending.length;
      const state = this.#payload;
      if (this.#payload) this.#feed(this.#payload, this.#take(this.#pending.length));
      else if (this.#think) this.#readThought(this.#think, final);
      else this.#readText(final);
      if (this.#pending.length === before && state === this.#payload) return;
    }
  }

  // ── text

  #readText(final: boolean): void {
    const { at, special } = this.#scanner.find(this.#pending, 0, final);
    this.#show(this.#take(at));
    if (!special) return;
    if (special.kind === 'open') this.#open(special.dialect, special.literal);
    else if (special.kind === 'think') this.#openThought(special);
    else if (special.kind === 'code') this.#inlineCode(final);
    else {
      this.#take(special.literal.length);
      if (special.kind === 'stray-think-end') this.#dropCalls();
    }
  }

  #open(dialect: Dialect, opener: string): void {
    const misplaced = dialect.atLineStart
      ? !this.#visible.lineStart
      : this.#visible.quotation || isQuote(this.#visible.before);
    if (misplaced) return this.#show(this.#take(dialect.atLineStart ? opener.length : 1));
    this.#payload = new Payload(dialect, opener, this.#position);
    if (!dialect.keepOpener) this.#take(opener.length);
  }

  #openThought({ literal, close }: Extract<Special, { kind: 'think' }>): void {
    // Who has marked reasoning once may do so in the middle of a line.
    const misplaced = !this.#visible.lineStart && this.#reasoning.length === 0;
    if (misplaced) return this.#show(this.#take(literal.length));
    this.#take(literal.length);
    this.#think = { close };
  }

  /** Inline code is text to its closing backtick on the same line; without one the backtick is text itself. */
  #inlineCode(final: boolean): void {
    const near = this.#pending.slice(0, maxInlineCode);
    const close = near.indexOf('`', 1);
    const broken = (close > 0 ? near.slice(0, close) : near).includes('\n');
    if (close > 0 && !broken) this.#show(this.#take(close + 1));
    else if (broken || final || near.length === maxInlineCode) this.#show(this.#take(1));
  }

  // ── reasoning

  #readThought({ close }: { readonly close: readonly string[] }, final: boolean): void {
    const ends = close
      .map((literal) => ({ literal, at: this.#pending.indexOf(literal) }))
      .filter(({ at }) => at >= 0);
    const [first] = ends.toSorted((a, b) => a.at - b.at);
    if (first) {
      this.#reasoning.push(this.#take(first.at));
      this.#take(first.literal.length);
      this.#think = undefined;
      this.#visible.lineStart = true;
      return;
    }
    const longest = Math.max(...close.map((literal) => literal.length));
    this.#reasoning.push(
      this.#take(final ? this.#pending.length : Math.max(0, this.#pending.length - longest + 1)),
    );
  }

  /** What stood before the end of reasoning was reasoning, and reasoning never yields a call. */
  #dropCalls(): void {
    this.#settled = [];
    this.#tentative = [];
  }

  // ── payloads

  #feed(payload: Payload, chunk: string): void {
    payload.add(chunk);
    if (!payload.decide(this.#tools)) return;
    if (payload.plausible === false && !payload.dialect.opaque) return this.#reopen(payload);
    const end = payload.scan();
    if (end) this.#finishPayload(payload, end);
    else if (payload.plausible === false) this.#show(payload.release());
  }

  /** It only began like a payload: the opener is text, and what follows is looked at again. */
  #reopen(payload: Payload): void {
    this.#payload = undefined;
    this.#giveBack(payload.behindOpener());
    this.#show(payload.opener);
  }

  #finishPayload(payload: Payload, end: PayloadEnd | undefined): void {
    this.#payload = undefined;
    const { text, whole, rest } = payload.split(end);
    this.#giveBack(rest);
    const settled = payload.plausible === false ? undefined : this.#settle(payload, text, end === undefined);
    if (!settled) return this.#show(whole);
    const blanks = this.#visible.takeBlanks();
    if (payload.dialect.tentative) this.#tentative.push({ raw: blanks + whole, settled });
    else this.#commit(settled);
    this.#visible.lineStart = true;
  }

  /** What the calls of a payload come to; undefined when it holds none. */
  #settle(
    { dialect, opener, jsonDone, position }: Payload,
    text: string,
    unterminated: boolean,
  ): readonly Settled[] | undefined {
    const { maxPayloadChars = 8_000 } = this.#options;
    const evidence = text.trim().slice(0, 80).toWellFormed();
    const tooLarge = maxPayloadChars !== false && text.length > maxPayloadChars;
    const refuse = (error: Pick<RecoveryError, 'code' | 'message' | 'tool'>): Settled[] => [
      { ok: false, error: { ...error, position, evidence } },
    ];
    const message = `The call has ${text.length} characters, more than the ${String(maxPayloadChars)} allowed. Send less in one call.`;
    // Behind a marker there is no doubt that it is a call, and no need to read it.
    if (tooLarge && !dialect.tentative) return refuse({ code: 'too_large', message });
    const reading = dialect.read(text, { opener, tools: this.#tools, unterminated });
    if (reading.kind === 'no-call') return undefined;
    if (tooLarge) return refuse({ code: 'too_large', message });
    // A missing closer is nothing when the JSON before it is whole; everything else may have lost its end.
    const lostEnd = unterminated && dialect.extent.kind !== 'rest' && !(reading.kind === 'calls' && jsonDone);
    if (reading.kind === 'calls' && !lostEnd) {
      const settled = reading.calls.map((call) => this.#judge(call, position));
      this.#cutOff ||= unterminated && settled.some((one) => !one.ok && one.error.code === 'truncated');
      return settled;
    }
    const {
      problem,
      name,
      code = 'malformed_call',
    } = reading.kind === 'malformed' && !(lostEnd && reading.code !== 'truncated') ? reading : lost;
    this.#cutOff ||= unterminated && code === 'truncated';
    const what = `A tool call could not be read: ${problem.replace(/[.]?$/, '.')} Write it again in full.`;
    return refuse({ code, message: what, ...(name && { tool: name }) });
  }

  #judge(call: TextCall, position: number): Settled {
    const { repairJson } = this.#options;
    const judged = judgeCall(call, this.#tools, repairJson ? { repairJson } : {});
    return judged.ok ? judged : { ok: false, error: { position, ...judged.error } };
  }

  /** An unmistakable call makes calls of the blocks right before it. */
  #commit(settled: readonly Settled[]): void {
    for (const tentative of this.#tentative) this.#settled.push(...tentative.settled);
    this.#tentative = [];
    this.#settled.push(...settled);
  }

  // ── showing

  #take(length: number): string {
    const text = this.#pending.slice(0, length);
    this.#pending = this.#pending.slice(length);
    this.#position += length;
    return text;
  }

  /** What was fed to a payload and lies behind its end. */
  #giveBack(text: string): void {
    this.#pending = text + this.#pending;
    this.#position -= text.length;
  }

  /** Text behind a tentative block makes that block text too. */
  #show(text: string): void {
    if (this.#tentative.length > 0 && text.trim() !== '') {
      for (const { raw } of this.#tentative) this.#visible.emit(raw);
      this.#tentative = [];
    }
    this.#visible.add(text);
  }

  #reading(finish: FinishReason | undefined): ToolCallReading {
    const cutOff = finish === 'length' || this.#cutOff;
    const calls = this.#settled.flatMap((one) => (one.ok && !cutOff ? [one.call] : []));
    const refused = this.#settled.flatMap((one) =>
      one.ok ? (cutOff ? [cutOffError(one.call.name, finish === 'length')] : []) : [one.error],
    );
    const [error] = refused;
    const outcome = error ? (calls.length > 0 ? 'partial' : 'error') : calls.length > 0 ? 'calls' : 'none';
    const text = this.#visible.whole();
    return {
      outcome,
      calls,
      text,
      reasoning: this.#reasoning.join('').trim(),
      refused,
      ...(error && { error }),
    };
  }
}

function cutOffError(tool: string, byLimit: boolean): RecoveryError {
  const why = byLimit ? 'was cut off by the token limit' : 'ended in the middle of a call';
  const message = `${tool} was not run: your answer ${why}. Call it again${byLimit ? ' with shorter arguments' : ''}.`;
  return { code: 'truncated', message, tool };
}

function isQuote(character: string): boolean {
  return character !== '' && `"'\u201c\u2018\u00ab(`.includes(character);
}
