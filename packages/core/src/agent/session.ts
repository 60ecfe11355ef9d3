import type { Input } from '../contracts/message.ts';
import type { CallLog, RunResult } from '../contracts/run-result.ts';
import type { CallRecord, RunState } from '../contracts/run-state.ts';
import { createId } from '../lib/id.ts';
import { callLog } from './call-log.ts';
import type { ResumeDecisions } from './resume-run.ts';
import type { AgentOptions, RunOptions } from './run-config.ts';
import type { SessionRunner } from './session-runner.ts';

/** A conversation, run by run or turn by turn. One at a time: a second run on the same thread is a conflict. */
export interface Session {
  readonly thread: string;
  /** The calls of all runs of this session, each once. */
  readonly calls: CallLog;
  /** Answers an input, in as many turns as it takes. */
  run(input: Input, options?: SessionRunOptions): Promise<RunResult>;
  /** One model call with its tool calls. Without a prompt the model goes on from what is there; `tools: []` forces a plain answer. */
  turn(options?: SessionTurnOptions): Promise<RunResult>;
  /** Goes on with a run of this session that paused or failed. */
  resume(state: RunState, options?: SessionRunOptions & ResumeDecisions): Promise<RunResult>;
}

export type SessionRunOptions = Omit<RunOptions, 'thread'>;
export type SessionTurnOptions = SessionRunOptions & { readonly prompt?: Input };

/** A session that begins with its first run: until then nothing of it is loaded. */
export function createSession(
  options: AgentOptions,
  thread: string = createId('thread'),
  runnerFor: (agent: AgentOptions) => SessionRunner,
): Session {
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
