import type { Input } from '../contracts/message.ts';
import type { RunResult } from '../contracts/run-result.ts';
import type { CallRecord, RunState } from '../contracts/run-state.ts';
import { isRunError } from '../errors/run-error.ts';
import { inProcessMemory } from '../memory/in-process-memory.ts';
import type { ResumeDecisions } from './resume-run.ts';
import type { AgentOptions, RunOptions } from './run-config.ts';

/** What a session needs of an agent. */
export interface SessionRunner {
  run(input: Input | undefined, options: RunOptions, singleTurn: boolean): Promise<RunResult>;
  resume(state: RunState, options: RunOptions & ResumeDecisions): Promise<RunResult>;
}

/** Runs of one conversation, whose calls are kept in `calls`. An agent without memory gets one in this process. */
export function sessionRunner(
  options: AgentOptions,
  calls: CallRecord[],
  runnerFor: (agent: AgentOptions) => SessionRunner,
): SessionRunner {
  const runner = runnerFor(options.memory ? options : { ...options, memory: inProcessMemory() });
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
    run: (input, run, singleTurn) => kept(runner.run(input, run, singleTurn)),
    resume: (state, run) => kept(runner.resume(state, run)),
  };
}
