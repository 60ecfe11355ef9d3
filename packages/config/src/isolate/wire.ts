import type { Duplex } from 'node:stream';
import { readLines } from './read-lines.ts';

/** The end of a pipe between the two processes: each message is one line of JSON. */
export interface Wire {
  readonly send: (message: unknown) => void;
  /** The other end hears that nothing more comes. */
  readonly close: () => void;
}

export interface WireOptions {
  readonly onMessage: (message: unknown) => void;
  /** Told once when the other end is closed. */
  readonly onClose?: () => void;
  /** Told of a message that is longer than `maxMessageChars`. Default: there is no such limit. */
  readonly onLong?: () => void;
}

/** The file descriptor of the pipe in the child. */
export const wireFd = 3;

/** Characters of one message to the host. */
export const maxMessageChars = 64_000_000;

/**
 * A pipe of our own, and not the channel that Node offers: that one throws in the host, past all handlers, for a line that is no JSON, for
 * commands of Node's own, and for a message that is too long for a text, and the code in the child can write each of these.
 */
export function createWire(pipe: Duplex, { onMessage, onClose, onLong }: WireOptions): Wire {
  readLines(pipe, {
    maxChars: onLong ? maxMessageChars : Infinity,
    ...(onLong && { onLong }),
    onLine(line) {
      const message = parse(line);
      if (message !== undefined) onMessage(message);
    },
  });
  // A pipe that breaks is told of by its close, and by the end of the process.
  pipe.on('error', () => {});
  pipe.once('close', () => onClose?.());
  return {
    send: (message) => void (pipe.writable && pipe.write(`${JSON.stringify(message)}\n`)),
    close: () => void pipe.end(),
  };
}

/** What is no JSON is no message. */
function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
