import type { JsonValue } from '../contracts/json.ts';
import type { Input } from '../contracts/message.ts';
import type { CallLog, RunResult } from '../contracts/run-result.ts';
import type { CallRecord, RunState } from '../contracts/run-state.ts';
import { createId } from '../lib/id.ts';
import { callLog } from './call-log.ts';
import type { ResumeDecisions } from './resume-run.ts';
import type { AgentOptions, RunOptions } from './run-config.ts';
import type { SessionRunner } from './session-runner.ts';

/** A conversation, run by run or turn by turn. One at a time: a second run on the same thread is a conflict. */
export interface Session<T = JsonValue> {
  readonly thread: string;
  /** The calls of all runs of this session, each once. */
  readonly calls: CallLog;
  /** Answers an input, in as many turns as it takes. */
  run<R = T>(input: Input, options?: SessionRunOptions<R>): Promise<RunResult<R>>;
  /** One model call with its tool calls. Without a prompt the model goes on from what is there; `tools: []` forces a plain answer. */
  turn<R = T>(options?: SessionTurnOptions<R>): Promise<RunResult<R>>;
  /** Goes on with a run of this session that paused or failed. */
  resume<R = T>(state: RunState, options?: SessionRunOptions<R> & ResumeDecisions): Promise<RunResult<R>>;
}

export type SessionRunOptions<T = JsonValue> = Omit<RunOptions<T>, 'thread'>;
export type SessionTurnOptions<T = JsonValue> = SessionRunOptions<T> & { readonly prompt?: Input };

/** A session that begins with its first run: until then nothing of it is loaded. */
export function createSession<T>(
  options: AgentOptions<T>,
  thread: string = createId('thread'),
  runnerFor: (agent: AgentOptions<T>) => SessionRunner,
): Session<T> {
  const calls: CallRecord[] = [];
  let runner: Promise<SessionRunner> | undefined;
  const load = async (): Promise<SessionRunner> => {
    const { sessionRunner } = await import('./on-demand.ts');
    return sessionRunner(options, calls, runnerFor);
  };
  const begun = (): Promise<SessionRunner> => (runner ??= load());
  return {
    thread,
    calls: callLog(calls),
    run: async (input, run = {}) => (await begun()).run(input, { ...run, thread }, false),
    turn: async ({ prompt, ...run } = {}) => (await begun()).run(prompt, { ...run, thread }, true),
    resume: async (state, run = {}) => (await begun()).resume(state, run),
  };
}
