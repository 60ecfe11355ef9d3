import {
  Agent,
  type AgentOptions,
  type Input,
  type Message,
  type ResumeOptions,
  type RunOptions,
  type RunResult,
  type RunState,
  type Session,
  type Target,
} from '@pegboard/core';
import { assert } from 'vitest';
import { type Host, type Line, openHost } from '../host/open-host.ts';
import type { Transport } from '../table/rows.ts';
import { expectFaithful } from './expect-faithful.ts';

/** What a conversation is played with. */
export interface Play extends AsyncDisposable {
  readonly transport: Transport;
  readonly host: Host;
  readonly target: Target;
  readonly streamed: boolean;
  /** Adds to what the host will say. */
  readonly script: (...lines: readonly Line[]) => void;
  /** An agent at the host. */
  readonly agent: (options?: Partial<AgentOptions>) => Agent;
  /** Runs it as a stream of events, or at once. */
  readonly run: (agent: Agent | Session, input: Input, options?: RunOptions) => Promise<RunResult>;
  readonly resume: (agent: Agent, state: RunState, options?: ResumeOptions) => Promise<RunResult>;
  /** Holds the requests that came since it was last called against a conversation. Default: that of the last run. */
  readonly held: (messages?: readonly Message[]) => void;
}

export async function openPlay(transport: Transport, streamed: boolean): Promise<Play> {
  const host = await openHost(transport.wire);
  const [model] = transport.models;
  const provider = transport.provider(host.origin);
  let last: readonly Message[] = [];
  let looked = 0;
  const done = async (running: Promise<RunResult>): Promise<RunResult> => {
    const result = await running;
    last = result.messages;
    return result;
  };
  return {
    transport,
    host,
    target: { provider, model },
    streamed,
    script: host.script,
    agent: (options = {}) => agentAt({ provider, model }, options),
    run: (agent, input, options) =>
      done(streamed ? agent.stream(input, options).result : agent.run(input, options)),
    resume: (agent, state, options) =>
      done(streamed ? agent.resumeStream(state, options).result : agent.resume(state, options)),
    held(messages = last) {
      const seen = host.seen.slice(looked);
      looked = host.seen.length;
      assert(
        seen.every((request) => request.streamed === streamed),
        'a request asked for the other kind of answer',
      );
      expectFaithful(transport.wire, seen, provider.name, messages);
    },
    [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
  };
}

/** Without retries of its own: a refused request is to be seen. */
export function agentAt(target: Target, { settings, ...options }: Partial<AgentOptions>): Agent {
  // A long answer at once is asked for as a stream by some.
  return new Agent({
    ...target,
    modelRetries: false,
    settings: { maxTokens: 4000, ...settings },
    ...options,
  });
}
