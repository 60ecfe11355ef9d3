import type { JsonValue } from '../contracts/json.ts';
import type { Input } from '../contracts/message.ts';
import type { RunResult } from '../contracts/run-result.ts';
import type { RunState } from '../contracts/run-state.ts';
import type { Tool } from '../contracts/tool.ts';
import { createId } from '../lib/id.ts';
import { messagesOf } from '../messages/check-messages.ts';
import { repairHistory } from '../messages/repair-history.ts';
import { isTool } from '../tools/tool-brand.ts';
import { asTool, type AsToolOptions } from './as-tool.ts';
import { checkAgentOptions, checkRunOptions } from './check-options.ts';
import { drive, type RunPlan } from './drive.ts';
import type { Listener } from './emitter.ts';
import { isToolset } from './is-toolset.ts';
import type { ResumeDecisions } from './resume-run.ts';
import { type AgentOptions, runConfig, type RunOptions } from './run-config.ts';
import { draftOf } from './run-draft.ts';
import { type RunStream, streamRun, type Watch } from './run-stream.ts';
import { createSession, type Session } from './session.ts';
import { onDemand } from './load-on-demand.ts';

/**
 * A model with instructions and tools. It holds no conversation: the same agent can run many at once.
 * `T` is the type of `result.output`: that of the `output` schema.
 * Throws `ConfigError` when an option is unknown, out of range or missing, or when two tools share a name.
 */
export class Agent<T = JsonValue> {
  readonly options: AgentOptions<T>;

  constructor(options: AgentOptions<T>) {
    checkAgentOptions(options);
    this.options = Object.freeze({ ...options });
  }

  get name(): string {
    return this.options.name ?? 'agent';
  }

  /**
   * Answers an input: calls the model and its tools in turns, until there is an answer or a reason to stop.
   * Resolves also when the run was stopped, paused or cancelled (see `status`); rejects with `RunError`, whose `result` holds what was
   * done, and with `ConfigError` when the options do not fit.
   */
  async run<R = T>(input: Input, options: RunOptions<R> = {}): Promise<RunResult<R>> {
    return drive(await this.#startPlan(input, options, false));
  }

  /** Like `run`, as a stream of events that starts when it is read. */
  stream<R = T>(input: Input, options: RunOptions<R> = {}): RunStream<R> {
    return streamRun(options, async (run, watch) => drive(await this.#startPlan(input, run, false, watch)));
  }

  /**
   * Goes on with a run that paused, stopped, failed or was cancelled, from its state, in this process or another.
   * `running` states, as a crash leaves them, are taken up too: idempotent calls run again under the same key, others are `interrupted`.
   */
  async resume<R = T>(state: RunState, options: ResumeOptions<R> = {}): Promise<RunResult<R>> {
    return drive(await this.#resumePlan(state, options));
  }

  /** Like `resume`, as a stream of events. */
  resumeStream<R = T>(state: RunState, options: ResumeOptions<R> = {}): RunStream<R> {
    return streamRun(options, async (run, watch) => drive(await this.#resumePlan(state, run, watch)));
  }

  /** A conversation that keeps its history: in the agent's memory, or in this process when it has none. */
  session(options: { readonly thread?: string } = {}): Session<T> {
    return createSession(this.options, options.thread, (withMemory) => {
      const agent = new Agent(withMemory);
      return {
        run: async (input, run, singleTurn, watch) =>
          drive(await agent.#startPlan(input, run, singleTurn, watch)),
        resume: async (state, run, watch) => drive(await agent.#resumePlan(state, run, watch)),
      };
    });
  }

  /**
   * The agent as a tool of other agents: an inner run shares the outer one's limits, usage, context, listeners and approvals, and what it
   * waits for pauses the outer run. A run that does not finish is a failed call.
   */
  asTool(options: AsToolOptions): Tool {
    return asTool(this, options);
  }

  async #startPlan(
    input: Input | undefined,
    options: RunOptions<unknown>,
    singleTurn: boolean,
    watch?: Watch,
  ): Promise<RunPlan> {
    await checkRunOptions(this.options, options);
    // Only a single turn may go on from what is there.
    const silent = input === undefined && singleTurn;
    const messages = silent ? [] : repairHistory(messagesOf(input as Input));
    const state: RunState = {
      version: 1,
      runId: createId('run'),
      agent: {
        name: this.name,
        ...(this.options.version !== undefined && { version: this.options.version }),
      },
      ...(options.thread !== undefined && { thread: options.thread }),
      status: 'running',
      messages,
      history: 0,
      loaded: options.thread === undefined,
      stored: 0,
      turn: 0,
      answered: 0,
      calls: [],
      requests: 0,
      usage: {},
      elapsedMs: 0,
      withdrawn: [],
    };
    return this.#plan(draftOf(state), [{ type: 'start', state }], options, singleTurn, watch);
  }

  async #resumePlan(
    state: RunState,
    { approvals, external, resumed, prompt, versionChange, ...options }: ResumeOptions<unknown>,
    watch?: Watch,
  ): Promise<RunPlan> {
    const run = state?.thread === undefined ? options : { ...options, thread: state.thread };
    await checkRunOptions(this.options, run);
    // Nothing said and absent are the same to it.
    const decisions = { approvals, external, resumed, prompt, versionChange } as ResumeDecisions;
    const tools = [...(this.options.tools ?? []), ...(options.tools ?? [])];
    const { checkSeal, planResume } = await onDemand();
    if (this.options.sealKey !== undefined) await checkSeal(state, this.options.sealKey);
    const plan = await planResume(state, decisions, {
      tools: tools.filter(isTool),
      toolsets: tools.some(isToolset),
      version: this.options.version,
    });
    return this.#plan(plan.state, plan.patches, run, false, watch);
  }

  #plan(
    state: RunPlan['state'],
    patches: RunPlan['patches'],
    options: RunOptions<unknown>,
    singleTurn: boolean,
    watch?: Watch,
  ): RunPlan {
    const config = runConfig(this.options, options, singleTurn);
    const { onText, onEvent } = options;
    const listeners: Listener[] = watch?.listener ? [watch.listener] : [];
    if (onEvent) listeners.push(onEvent);
    for (const hooks of config.hooks) if (hooks.onEvent) listeners.push((event) => hooks.onEvent?.(event));
    const texts = [watch?.onText, onText].filter((each) => !!each);
    return { config, state, patches, options, listeners, texts, inbox: watch?.inbox };
  }
}

export interface ResumeOptions<T = JsonValue> extends RunOptions<T>, ResumeDecisions {}
