import type { ModelHook } from '../contracts/hooks.ts';
import type { Message } from '../contracts/message.ts';
import type { ModelRequest, OutputSpec, Target } from '../contracts/provider.ts';
import type { RunResult } from '../contracts/run-result.ts';
import type { AnswerListener } from './receive-answer.ts';

/** Turns a request for an output into what a target can take. */
export type LowerOutput = (target: Target, textProtocol: boolean) => ModelHook;

export interface ReadOptions {
  /** Milliseconds for the schema. */
  readonly hookMs: number | false;
  readonly signal: AbortSignal;
  readonly repairJson?: ((text: string) => string) | undefined;
}

export type OutputReading =
  | { readonly ok: true; readonly value: unknown }
  /** Why there is no value, in words for the model. */
  | { readonly ok: false; readonly problem: string };

/** What a run with an `output` schema does besides; loaded with the first such run. `Run` is the run in progress. */
export interface RunOutput<Run> {
  /** What is asked of the model. */
  readonly spec: OutputSpec;
  /** Reads the value out of the last of these messages. */
  readonly read: (messages: readonly Message[], options: ReadOptions) => Promise<OutputReading>;
  /** Turns the request into what the model can take. */
  readonly lower: LowerOutput;
  /** Makes a request ask for the output. */
  readonly ask: (request: ModelRequest, run: Run) => ModelRequest;
  /** Keeps the JSON out of the text that a listener is told; it is told of it in `output` events. */
  readonly listen: (listener: AnswerListener) => AnswerListener;
  /** Reads the value out of the last answer. False: it gave none, and the model is to be asked again. */
  readonly accept: (run: Run) => Promise<boolean>;
  /** The result of the run with its value: that of the last answer, or of a tool that has ended the run, if it fits. */
  readonly finish: (run: Run, result: RunResult) => Promise<RunResult<unknown>>;
  /** A result whose text is what a person may read of it. */
  readonly withoutJson: <Result extends { readonly text: string }>(result: Result) => Result;
}
