import type { ClientCapabilities } from '@modelcontextprotocol/server';
import type { JsonValue } from '@pegboard/core';
import type { ServeOptions } from './serve-options.ts';
import type { Waiting, WaitingRoom } from './waiting-room.ts';

/** A prompt or a resource that waits for its client. */
export interface WaitingRequest extends Waiting {
  readonly state: JsonValue;
}

/** What requests for prompts and resources are answered with. */
export interface RequestScope {
  readonly options: ServeOptions;
  readonly waiting: WaitingRoom<WaitingRequest>;
  /** What a client of the older protocol said at the beginning. */
  readonly capabilities: () => ClientCapabilities | undefined;
}
