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

/**
 * An incremental decoder of `text/event-stream`. Ids, retry times and comments are dropped.
 * Format: https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function createSseDecoder({ maxChars = defaultMaxChars }: LineOptions = {}): SseDecoder {
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
  const dispatch = (events: SseEvent[]): void => {
    if (data !== undefined) events.push({ event, data });
    data = undefined;
    event = '';
  };
  const read = (lines: string): SseEvent[] => {
    const events: SseEvent[] = [];
    let start = 0;
    for (let end = lines.indexOf('\n'); end !== -1; end = lines.indexOf('\n', start)) {
      if (end === start) dispatch(events);
      else if (lines.startsWith('data:', start)) {
        addData(lines.slice(lines.charCodeAt(start + 5) === 32 ? start + 6 : start + 5, end));
      } else field(lines.slice(start, end));
      start = end + 1;
    }
    return events;
  };
  return {
    push: (bytes) => read(buffer.push(bytes)),
    end: () => read(`${buffer.end()}\n\n`),
  };
}
