import type { CallToolRequestParams, ClientCapabilities, ServerContext } from '@modelcontextprotocol/server';
import type { RunState } from '@pegboard/core';
import type { OpenQuestions } from './open-questions.ts';
import type { ServedTools } from './served-tools.ts';
import type { TaskDesk } from './task-desk.ts';
import type { Waiting, WaitingRoom } from './waiting-room.ts';

/** A run that waits for its client. */
export interface WaitingRun extends Waiting {
  readonly state: RunState;
  readonly asked: OpenQuestions['asked'];
}

/** A call as it came in, and what is needed to answer it. */
export interface CallRequest {
  readonly tools: ServedTools;
  readonly waiting: WaitingRoom<WaitingRun>;
  /** Undefined: no call becomes a task. */
  readonly desk: TaskDesk | undefined;
  readonly connection: string;
  readonly params: CallToolRequestParams;
  readonly ctx: ServerContext;
  /** What a client of the older protocol said at the beginning. */
  readonly capabilities: () => ClientCapabilities | undefined;
}
