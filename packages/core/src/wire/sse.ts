import { createLineBuffer, defaultMaxChars, type LineBuffer, type LineOptions, tooLong } from './lines.ts';

/** One server-sent event. `event` is empty when the host names none. */
export interface SseEvent {
  readonly event: string;
  readonly data: string;
}

export interface SseDecoder {
  /** The events that these bytes complete. Throws `invalid-response` for a line or an event without end. */
  push(bytes: Uint8Array): SseEvent[];
  /** What is left at the end of the body: some hosts leave out the last blank line. */
  end(): SseEvent[];
}

/** An incremental decoder of `text/event-stream`. Ids, retry times and comments are dropped. */
export function createSseDecoder({ maxChars }: LineOptions = {}): SseDecoder {
  let events: SseEvent[] = [];
  const reader = new SseReader(
    { onEvent: (event, data) => void events.push({ event, data }), skip: (_, start) => start },
    maxChars,
  );
  const taken = (): SseEvent[] => {
    const all = events;
    events = [];
    return all;
  };
  return {
    push: (bytes) => {
      reader.push(bytes);
      return taken();
    },
    end: () => {
      reader.end();
      return taken();
    },
  };
}

/** Is told of each event as soon as it is read. */
export interface EventHandler {
  onEvent(event: string, data: string): void;
  /** Asked between events: reads some from `start` by itself, and says where it stopped. */
  skip(lines: string, start: number): number;
}

/** Format: https://html.spec.whatwg.org/multipage/server-sent-events.html */
export class SseReader {
  readonly #handler: EventHandler;
  readonly #maxChars: number;
  readonly #buffer: LineBuffer;
  #event = '';
  /** Of the event that is being read; undefined before its first data line. */
  #data: string | undefined;

  constructor(handler: EventHandler, maxChars = defaultMaxChars) {
    this.#handler = handler;
    this.#maxChars = maxChars;
    this.#buffer = createLineBuffer({ maxChars });
  }

  push(bytes: Uint8Array): void {
    this.#read(this.#buffer.push(bytes));
  }

  end(): void {
    this.#read(`${this.#buffer.end()}\n\n`);
  }

  #read(lines: string): void {
    let start = 0;
    for (;;) {
      if (this.#data === undefined && this.#event === '') start = this.#handler.skip(lines, start);
      const end = lines.indexOf('\n', start);
      if (end === -1) return;
      if (end === start) this.#dispatch();
      else if (lines.startsWith('data:', start))
        this.#addData(lines.slice(lines.charCodeAt(start + 5) === 32 ? start + 6 : start + 5, end));
      else this.#field(lines.slice(start, end));
      start = end + 1;
    }
  }

  #addData(line: string): void {
    this.#data = this.#data === undefined ? line : `${this.#data}\n${line}`;
    if (this.#data.length > this.#maxChars) throw tooLong(this.#maxChars);
  }

  #field(line: string): void {
    if (line === 'data') this.#addData('');
    else if (line.startsWith('event:')) this.#event = line.slice(line.charCodeAt(6) === 32 ? 7 : 6);
    else if (line === 'event') this.#event = '';
  }

  #dispatch(): void {
    const event = this.#event;
    const data = this.#data;
    this.#data = undefined;
    this.#event = '';
    if (data !== undefined) this.#handler.onEvent(event, data);
  }
}
