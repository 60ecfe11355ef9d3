import { createLineBuffer, defaultMaxChars, type LineOptions, tooLong } from './lines.ts';

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
export function createSseDecoder(options: LineOptions = {}): SseDecoder {
  let events: SseEvent[] = [];
  const reader = createSseReader((event) => events.push(event), options);
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

/** Hands on each event as soon as it is read. */
interface SseReader {
  push(bytes: Uint8Array): void;
  end(): void;
}

interface SseReaderOptions extends LineOptions {
  /** Asked between events: reads some from `start` by itself, and says where it stopped. */
  readonly skip?: (lines: string, start: number) => number;
}

/** Format: https://html.spec.whatwg.org/multipage/server-sent-events.html */
export function createSseReader(
  onEvent: (event: SseEvent) => void,
  { maxChars = defaultMaxChars, skip }: SseReaderOptions = {},
): SseReader {
  const buffer = createLineBuffer({ maxChars });
  let event = '';
  /** Of the event that is being read; undefined before its first data line. */
  let data: string | undefined;

  const addData = (line: string): void => {
    data = data === undefined ? line : `${data}\n${line}`;
    if (data.length > maxChars) throw tooLong(maxChars);
  };
  const field = (line: string): void => {
    if (line === 'data') addData('');
    else if (line.startsWith('event:')) event = line.slice(line.charCodeAt(6) === 32 ? 7 : 6);
    else if (line === 'event') event = '';
  };
  const dispatch = (): void => {
    const complete = data === undefined ? undefined : { event, data };
    data = undefined;
    event = '';
    if (complete) onEvent(complete);
  };
  const read = (lines: string): void => {
    let start = 0;
    for (;;) {
      if (skip && data === undefined && event === '') start = skip(lines, start);
      const end = lines.indexOf('\n', start);
      if (end === -1) return;
      if (end === start) dispatch();
      else if (lines.startsWith('data:', start)) {
        addData(lines.slice(lines.charCodeAt(start + 5) === 32 ? start + 6 : start + 5, end));
      } else field(lines.slice(start, end));
      start = end + 1;
    }
  };
  return {
    push: (bytes) => read(buffer.push(bytes)),
    end: () => read(`${buffer.end()}\n\n`),
  };
}
