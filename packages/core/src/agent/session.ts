import type { JsonValue } from '../contracts/json.ts';
import type { Input } from '../contracts/message.ts';
import type { CallLog, RunResult } from '../contracts/run-result.ts';
import type { CallRecord, RunState } from '../contracts/run-state.ts';
import { createId } from '../lib/id.ts';
import { callLog } from './call-log.ts';
import type { ResumeDecisions } from './resume-run.ts';
import type { AgentOptions, RunOptions } from './run-config.ts';
import { type RunStream, streamRun } from './run-stream.ts';
import type { SessionRunner } from './session-runner.ts';
import { onDemand } from './load-on-demand.ts';

/** A conversation, run by run or turn by turn. One at a time: a second run on the same thread is a conflict. */
export interface Session<T = JsonValue> {
  readonly thread: string;
  /** The calls of all runs of this session, each once. */
  readonly calls: CallLog;
  /** Answers an input, in as many turns as it takes. */
  run<R = T>(input: Input, options?: SessionRunOptions<R>): Promise<RunResult<R>>;
  /** One model call with its tool calls. Without a prompt the model goes on from what is there; `tools: []` forces a plain answer. */
  turn<R = T>(options?: SessionTurnOptions<R>): Promise<RunResult<R>>;
  /** Like `run`, as a stream of events. */
  stream<R = T>(input: Input, options?: SessionRunOptions<R>): RunStream<R>;
  /** Like `turn`, as a stream of events. */
  turnStream<R = T>(options?: SessionTurnOptions<R>): RunStream<R>;
  /** Goes on with a run of this session that paused or failed. */
  resume<R = T>(state: RunState, options?: SessionRunOptions<R> & ResumeDecisions): Promise<RunResult<R>>;
  /** Like `resume`, as a stream of events. */
  resumeStream<R = T>(state: RunState, options?: SessionRunOptions<R> & ResumeDecisions): RunStream<R>;
}

export type SessionRunOptions<T = JsonValue> = Omit<RunOptions<T>, 'thread'>;
export type SessionTurnOptions<T = JsonValue> = SessionRunOptions<T> & { readonly prompt?: Input };

/** A session that begins with its first run: until then nothing of it is loaded. */
export function createSession<T>(
  agent: AgentOptions<T>,
  thread: string = createId('thread'),
  runnerFor: (options: AgentOptions<T>) => SessionRunner,
): Session<T> {
  const calls: CallRecord[] = [];
  let runner: Promise<SessionRunner> | undefined;
  const load = async (): Promise<SessionRunner> => {
    const { sessionRunner } = await onDemand();
    return sessionRunner(agent, calls, runnerFor);
  };
  const begun = (): Promise<SessionRunner> => (runner ??= load());
  const run: SessionRunner['run'] = async (input, options, singleTurn, watch) =>
    (await begun()).run(input, { ...options, thread }, singleTurn, watch);
  const resume: SessionRunner['resume'] = async (state, options, watch) =>
    (await begun()).resume(state, options, watch);
  return {
    thread,
    calls: callLog(calls),
    run: (input, own = {}) => run(input, own, false),
    turn: ({ prompt, ...own } = {}) => run(prompt, own, true),
    stream: (input, own = {}) => streamRun(own, (watched, watch) => run(input, watched, false, watch)),
    turnStream: ({ prompt, ...own } = {}) =>
      streamRun(own, (watched, watch) => run(prompt, watched, true, watch)),
    resume: (state, own = {}) => resume(state, own),
    resumeStream: (state, own = {}) => streamRun(own, (watched, watch) => resume(state, watched, watch)),
  };
}
