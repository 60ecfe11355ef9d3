import {
  type Agent,
  type AgentEvent,
  type AgentOptions,
  isRunError,
  type Message,
  type RunResult,
  type RunState,
  userMessage,
  type UserPart,
} from '@pegboard/core';

/** What a run of a conversation is given. */
export interface Listening {
  readonly signal: AbortSignal;
  readonly onEvent: (event: AgentEvent) => void;
  readonly onApproval?: NonNullable<AgentOptions['onApproval']>;
}

/** A conversation with an agent, which may change its model on the way. Nothing that was done is lost when a run is cut off. */
export interface Conversation {
  agent: Agent;
  readonly messages: readonly Message[];
  /** The run before, where it can be gone on with: paused, stopped, cancelled or failed. */
  readonly open: RunState | undefined;
  say(parts: readonly UserPart[], listening: Listening): Promise<RunResult>;
  /** Goes on with the run before. */
  resume(listening: Listening): Promise<RunResult | undefined>;
  /** Forgets what was said. */
  clear(): void;
}

/** With a thread the conversation is kept by the agent's memory, without one by this process. */
export function createConversation(
  agent: Agent,
  thread: string | undefined,
  before: readonly Message[] = [],
): Conversation {
  let messages = before;
  let open: RunState | undefined;
  let own = thread;
  const keep = (result: RunResult): RunResult => {
    messages = result.messages;
    open = result.status === 'done' ? undefined : result.state;
    return result;
  };
  const follow = async (run: Promise<RunResult>): Promise<RunResult> => {
    try {
      return keep(await run);
    } catch (error) {
      if (isRunError(error)) keep(error.result);
      throw error;
    }
  };
  return {
    agent,
    get messages() {
      return messages;
    },
    get open() {
      return open;
    },
    say(parts, listening) {
      const message = userMessage(parts);
      const input = own === undefined ? [...messages, message] : [message];
      return follow(this.agent.run(input, { ...listening, ...(own !== undefined && { thread: own }) }));
    },
    async resume(listening) {
      return open && follow(this.agent.resume(open, listening));
    },
    clear() {
      messages = [];
      open = undefined;
      own = own === undefined ? undefined : `${thread}-${Date.now().toString(36)}`;
    },
  };
}
