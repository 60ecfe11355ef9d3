import type { Input } from '../contracts/message.ts';
import type { CallLog, RunResult } from '../contracts/run-result.ts';
import type { CallRecord, RunState } from '../contracts/run-state.ts';
import { isRunError } from '../errors/run-error.ts';
import { createId } from '../lib/id.ts';
import { inProcessMemory } from '../memory/in-process-memory.ts';
import { callLog } from './call-log.ts';
import type { ResumeDecisions } from './resume-run.ts';
import type { AgentOptions, RunOptions } from './run-config.ts';

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

/** What a session needs of an agent. */
export interface SessionRunner {
  run(input: Input | undefined, options: RunOptions, singleTurn: boolean): Promise<RunResult>;
  resume(state: RunState, options: RunOptions & ResumeDecisions): Promise<RunResult>;
}

export function createSession(
  options: AgentOptions,
  thread: string = createId('thread'),
  runnerFor: (agent: AgentOptions) => SessionRunner,
): Session {
  const runner = runnerFor(options.memory ? options : { ...options, memory: inProcessMemory() });
  const calls: CallRecord[] = [];
  /** A resumed run brings its earlier calls again, in their newest state. */
  const keep = (result: RunResult): void => {
    for (const call of result.calls.all) {
      const known = calls.findIndex((earlier) => earlier.callId === call.callId);
      if (known < 0) calls.push(call);
      else calls[known] = call;
    }
  };
  const kept = async (work: Promise<RunResult>): Promise<RunResult> => {
    try {
      const result = await work;
      keep(result);
      return result;
    } catch (error) {
      if (isRunError(error)) keep(error.result);
      throw error;
    }
  };
  return {
    thread,
    calls: callLog(calls),
    run: (input, run = {}) => kept(runner.run(input, { ...run, thread }, false)),
    turn: ({ prompt, ...run } = {}) => kept(runner.run(prompt, { ...run, thread }, true)),
    resume: (state, run = {}) => kept(runner.resume(state, run)),
  };
}
