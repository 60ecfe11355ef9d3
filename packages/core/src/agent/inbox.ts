import type { Message } from '../contracts/message.ts';

/** What the caller says to a run while it works. */
export interface Posted {
  readonly messages: readonly Message[];
  /** It waits for the end of the task. */
  readonly queued: boolean;
  readonly settle: (delivered: boolean) => void;
}

export type Inbox = Posted[];
