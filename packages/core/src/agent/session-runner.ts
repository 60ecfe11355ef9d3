import type { Input } from '../contracts/message.ts';
import type { RunResult } from '../contracts/run-result.ts';
import type { CallRecord, RunState } from '../contracts/run-state.ts';
import { isRunError } from '../errors/run-error.ts';
import { threadStore } from '../memory/thread-store.ts';
import type { ResumeDecisions } from './resume-run.ts';
import type { AgentOptions, RunOptions } from './run-config.ts';
import type { Watch } from './run-stream.ts';

/** What a session needs of an agent. */
export interface SessionRunner {
  run<R>(
    input: Input | undefined,
    options: RunOptions<R>,
    singleTurn: boolean,
    watch?: Watch,
  ): Promise<RunResult<R>>;
  resume<R>(state: RunState, options: RunOptions<R> & ResumeDecisions, watch?: Watch): Promise<RunResult<R>>;
}

/** Runs of one conversation, whose calls are kept in `calls`. An agent without memory gets one in this process. */
export function sessionRunner<T>(
  options: AgentOptions<T>,
  calls: CallRecord[],
  runnerFor: (agent: AgentOptions<T>) => SessionRunner,
): SessionRunner {
  const runner = runnerFor(options.memory ? options : { ...options, memory: threadStore() });
  /** A resumed run brings its earlier calls again, in their newest state. */
  const keep = (result: RunResult<unknown>): void => {
    for (const call of result.calls.all) {
      const known = calls.findIndex((earlier) => earlier.callId === call.callId);
      if (known < 0) calls.push(call);
      else calls[known] = call;
    }
  };
  const kept = async <R>(work: Promise<RunResult<R>>): Promise<RunResult<R>> => {
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
    run: (input, run, singleTurn, watch) => kept(runner.run(input, run, singleTurn, watch)),
    resume: (state, run, watch) => kept(runner.resume(state, run, watch)),
  };
}
