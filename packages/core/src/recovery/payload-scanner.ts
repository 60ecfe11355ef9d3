import type { Extent } from './dialect.ts';
import { escapeRegExp } from '../lib/escape-reg-exp.ts';
import { JsonExtent } from './json-extent.ts';

/** Where a payload ended: its length, and how much of what was pushed belongs to it and to its closer. */
export interface PayloadEnd {
  readonly length: number;
  readonly consumed: number;
}

/** Finds the end of a payload that comes in pieces; every character is looked at a bounded number of times. */
export interface PayloadScanner {
  /** The end, as offsets from the payload's beginning; undefined when it has not come. */
  push(chunk: string): PayloadEnd | undefined;
  /** The text is over: an end that only what could have followed kept open. */
  finish(): PayloadEnd | undefined;
  /** The JSON value in the payload is complete. */
  readonly jsonDone: boolean;
}

export function createPayloadScanner(extent: Extent): PayloadScanner {
  return extent.kind === 'json' ? new JsonScanner() : new CloserScanner(extent);
}

/** Longest header before the JSON of a payload, such as `name[CALL_ID]x[ARGS]`. */
const maxHeader = 200;

class JsonScanner implements PayloadScanner {
  readonly #json = new JsonExtent();
  #header: string | undefined = '';
  #offset = 0;
  /** The value stands in a code block, whose end belongs to it. */
  #fenced = false;
  #after = '';

  get jsonDone(): boolean {
    return this.#json.done;
  }

  push(chunk: string): PayloadEnd | undefined {
    if (this.#json.done) return this.#fenceEnd(chunk, false);
    if (this.#header === undefined) return this.#scan(chunk);
    this.#header += chunk;
    const start = jsonStart(this.#header);
    if (start === undefined && this.#header.length <= maxHeader) return undefined;
    const text = this.#header;
    this.#header = undefined;
    this.#offset = start ?? 0;
    this.#fenced = text.slice(0, this.#offset).includes('```');
    return this.#scan(text.slice(this.#offset));
  }

  finish(): PayloadEnd | undefined {
    return this.#json.done ? this.#fenceEnd('', true) : undefined;
  }

  #scan(text: string): PayloadEnd | undefined {
    const end = this.#json.push(text);
    if (end < 0) {
      this.#offset += text.length;
      return undefined;
    }
    this.#offset += end;
    return this.#fenced
      ? this.#fenceEnd(text.slice(end), false)
      : { length: this.#offset, consumed: this.#offset };
  }

  #fenceEnd(text: string, final: boolean): PayloadEnd | undefined {
    this.#after += text;
    const length = this.#offset;
    const close = /^\s*```/.exec(this.#after);
    if (close) return { length, consumed: length + close[0].length };
    return final || !/^\s*`{0,2}$/.test(this.#after) ? { length, consumed: length } : undefined;
  }
}

/** The bracket that opens the value, behind markers of Mistral that are written in brackets too. */
function jsonStart(header: string): number | undefined {
  for (let at = 0; at < header.length; at++) {
    if (header[at] === '{') return at;
    if (header[at] !== '[') continue;
    const rest = header.slice(at);
    const marker = ['[ARGS]', '[CALL_ID]'].find((known) => known.startsWith(rest) || rest.startsWith(known));
    if (!marker) return at;
    if (rest.length < marker.length) return undefined;
    at += marker.length - 1;
  }
  return undefined;
}

class CloserScanner implements PayloadScanner {
  readonly #extent: Exclude<Extent, { kind: 'json' }>;
  readonly #json = new JsonExtent();
  readonly #closers: RegExp | undefined;
  readonly #longest: number;
  /** What was pushed and may still be part of a closer. */
  #carry = '';
  /** Offset of the carry from the payload's beginning. */
  #offset = 0;

  constructor(extent: Exclude<Extent, { kind: 'json' }>) {
    this.#extent = extent;
    this.#closers =
      extent.close.length > 0 ? new RegExp(extent.close.map(escapeRegExp).join('|'), 'g') : undefined;
    this.#longest = Math.max(1, ...extent.close.map((close) => close.length));
  }

  get jsonDone(): boolean {
    return this.#json.done && !this.#json.inString;
  }

  push(chunk: string): PayloadEnd | undefined {
    return this.#scan(this.#carry + chunk, false);
  }

  finish(): PayloadEnd | undefined {
    return this.#scan(this.#carry, true);
  }

  #scan(text: string, final: boolean): PayloadEnd | undefined {
    let from = 0;
    for (;;) {
      const found = firstOf(text, this.#closers, from);
      if (!found) break;
      this.#advance(text, from, found.at);
      const after = text[found.at + found.close.length];
      if (after === undefined && !final && this.#insideString()) return this.#keep(text, found.at);
      // A JSON string holds no raw line break, so a closer before one, or at the end, closes whatever the quotes say.
      if (!this.#insideString() || after === undefined || after === '\n' || after === '\r')
        return this.#end(found);
      this.#advance(text, found.at, found.at + 1);
      from = found.at + 1;
    }
    const safe = final ? text.length : Math.max(from, text.length - this.#longest + 1);
    this.#advance(text, from, safe);
    return this.#keep(text, safe);
  }

  #insideString(): boolean {
    return this.#extent.kind === 'tagged' && this.#json.inString;
  }

  #advance(text: string, from: number, to: number): void {
    if (this.#extent.kind === 'tagged') this.#json.pushAll(text.slice(from, to));
  }

  #keep(text: string, from: number): undefined {
    this.#carry = text.slice(from);
    this.#offset += from;
  }

  #end({ at, close }: Found): PayloadEnd {
    const length = this.#offset + at;
    const keepClose = this.#extent.kind === 'rest' && this.#extent.keepClose === true;
    return { length, consumed: keepClose ? length : length + close.length };
  }
}

interface Found {
  readonly at: number;
  readonly close: string;
}

/** One pass for all closers: a search for each would read the whole rest for every one that is not there. */
function firstOf(text: string, closers: RegExp | undefined, from: number): Found | undefined {
  if (!closers) return undefined;
  closers.lastIndex = from;
  const match = closers.exec(text);
  return match ? { at: match.index, close: match[0] } : undefined;
}
