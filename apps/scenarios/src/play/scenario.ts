import { Agent, type AgentOptions, type Input, type RunOptions, type RunResult, type Session } from '@pegboard/core';
import { assert, describe, it } from 'vitest';
import { type Host, type Line, openHost } from '../host/open-host.ts';
import { type Transport, transports } from '../table/transports.ts';
import { expectFaithful } from './expect-faithful.ts';

/** What a conversation is played with. */
export interface Play {
  readonly transport: Transport;
  readonly host: Host;
  readonly streamed: boolean;
  /** Adds to what the host will say. */
  script(...lines: readonly Line[]): void;
  agent(options?: Partial<AgentOptions>): Agent;
  /** Runs it as the row of the table says: as a stream of events, or at once. */
  run(agent: Agent | Session, input: Input, options?: RunOptions): Promise<RunResult>;
  resume(agent: Agent, ...args: Parameters<Agent['resume']>): Promise<RunResult>;
  /** The conversation that the requests are held against, where it is not that of the last run. */
  conversation(result: Pick<RunResult, 'messages'>): void;
}

export interface ScenarioOptions {
  /** Why a row is left out. */
  readonly skip?: (transport: Transport) => string | undefined;
  readonly rows?: readonly Transport[];
}

/** One conversation, played on each row of the table: no request may be refused, and each must hold what was said before. */
export function scenario(
  name: string,
  act: (play: Play) => Promise<void>,
  { skip, rows = transports }: ScenarioOptions = {},
): void {
  describe(name, () => {
    for (const transport of rows) {
      for (const streamed of [true, false]) {
        const way = streamed ? 'as a stream' : 'at once';
        it(`${transport.name} by ${transport.carrier}, ${way}`, async ({ skip: leaveOut }) => {
          const reason = skip?.(transport);
          if (reason !== undefined) leaveOut(reason);
          await playOn(transport, streamed, act);
        });
      }
    }
  });
}

async function playOn(
  transport: Transport,
  streamed: boolean,
  act: (play: Play) => Promise<void>,
): Promise<void> {
  await using host = await openHost(transport.wire);
  const provider = transport.provider(host.origin);
  let last: Pick<RunResult, 'messages'> = { messages: [] };
  const done = async (result: Promise<RunResult>): Promise<RunResult> => (last = await result) as RunResult;
  const failure = await failureOf(
    act({
      transport,
      host,
      streamed,
      script: host.script,
      agent: (options) => new Agent({
          provider,
          model: transport.model,
          modelRetries: false,
          // A long answer at once is asked for as a stream by some.
          settings: { maxTokens: 4000 },
          ...options,
        }),
      run: (agent, input, options) =>
        done(streamed ? agent.stream(input, options).result : agent.run(input, options)),
      resume: (agent, state, options) =>
        done(streamed ? agent.resumeStream(state, options).result : agent.resume(state, options)),
      conversation: (result) => void (last = result),
    }),
  );
  expectValid(host, failure?.error);
  if (failure) throw failure.error;
  assert(host.seen.every((request) => request.streamed === streamed), 'a request asked for the other kind of answer');
  expectFaithful(host, provider.name, last.messages);
}

async function failureOf(work: Promise<void>): Promise<{ readonly error: unknown } | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return { error };
  }
}

/** A refused request is why a conversation failed, so it is told first. */
export function expectValid(host: Host, cause?: unknown): void {
  if (host.problems.length > 0) throw new TypeError(host.problems.join('\n\n'), { cause });
  if (cause === undefined) assert(host.left === 0, `${host.left} answers of the script were never asked for`);
}
