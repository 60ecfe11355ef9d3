import type { JsonValue } from '../contracts/json.ts';
import type { RawToolCall } from '../contracts/provider.ts';
import type { AnyTool, ToolOutcome } from '../contracts/tool.ts';
import { executeCall, type Execution } from '../tools/execute-call.ts';
import { readCall } from '../tools/read-call.ts';
import { type ActiveRun, callContext } from './active-run.ts';
import { ruleFor } from './approval-rules.ts';
import type { EagerCalls } from './eager-calls.ts';
import { guardsAt } from './guards.ts';
import { declaredBy } from './trust.ts';

/** For one answer. */
export function startEager(run: ActiveRun): EagerCalls {
  const started = new Map<string, EagerCall>();
  const drop = (): void => {
    for (const call of started.values()) call.drop();
    started.clear();
  };
  return {
    drop,
    start: (call) => {
      const tool = run.tools.get(call.name);
      // Without an id of its own it could not be found again.
      const { callId, executor } = call;
      if (!tool || executor !== 'client' || callId === '' || started.has(callId) || !mayStart(run, tool))
        return;
      started.set(callId, new EagerCall(run, tool, call));
    },
    take: ({ ctx, ...execution }) => {
      const call = started.get(ctx.callId);
      if (call?.tool !== execution.tool || execution.attemptsBefore > 0) return undefined;
      started.delete(ctx.callId);
      return call.join({ ctx, ...execution });
    },
  };
}

/** Only what may run twice, changes nothing, and needs nobody's leave; and nothing that a hook, a guard or a limit might keep from running. */
function mayStart(run: ActiveRun, tool: AnyTool): boolean {
  const { effects, approval, maxCalls, execute, concurrency, retry } = tool;
  const { hooks, limits, toolCap, trustPolicy } = run.config;
  const harmless =
    typeof effects === 'object' && effects.idempotent === true && (effects.writes ?? []).length === 0;
  const asked = approval || trustPolicy || declaredBy(tool) || guardsAt(run, 'args').length > 0;
  const limited = maxCalls !== undefined || (limits.toolCalls ?? false) !== false || toolCap === 1;
  const alone = concurrency === 'barrier' || retry || hooks.some((hook) => hook.tool);
  return harmless && execute !== undefined && !asked && !limited && !alone;
}

/** One call that runs ahead. Until it is joined its progress waits, and so do calls that it makes itself. */
class EagerCall {
  readonly tool: AnyTool;
  readonly #controller = new AbortController();
  readonly #joined = Promise.withResolvers<Execution>();
  readonly #progress: JsonValue[] = [];
  readonly #outcome: Promise<ToolOutcome | undefined>;
  #listener: ((value: JsonValue) => void) | undefined;

  constructor(run: ActiveRun, tool: AnyTool, call: RawToolCall) {
    this.tool = tool;
    this.#joined.promise.catch(() => undefined);
    this.#outcome = this.#run(run, call).catch(() => undefined);
  }

  drop(): void {
    const reason = new DOMException('the answer that this call belongs to was not completed', 'AbortError');
    this.#controller.abort(reason);
    this.#joined.reject(reason);
  }

  /** The call is in the state now, and what it does is told. */
  async join(execution: Execution): Promise<ToolOutcome> {
    this.#joined.resolve(execution);
    this.#listener = (value) => execution.onProgress?.(value);
    for (const value of this.#progress.splice(0)) this.#listener(value);
    // What could not be read without mending was not run.
    return (await this.#outcome) ?? executeCall(execution);
  }

  async #run(run: ActiveRun, call: RawToolCall): Promise<ToolOutcome | undefined> {
    const { signal: runSignal, config, state } = run;
    const signal = AbortSignal.any([runSignal, this.#controller.signal]);
    const ctx = { ...callContext(run, call.callId, state.messages), signal };
    const reading = await readCall(call, {
      tools: new Map([[this.tool.name, this.tool]]),
      withdrawn: state.withdrawn,
      hookMs: config.timeouts.hookMs,
      ctx,
    });
    if (!reading.ok || reading.repairs.length > 0) return undefined;
    if (ruleFor(config.approval, this.tool, reading.input)) return undefined;
    return executeCall({
      tool: this.tool,
      value: reading.value,
      ctx,
      timeoutMs: config.timeouts.toolMs,
      attemptsBefore: 0,
      onAttempt: (suspend) => this.#later(({ onAttempt }) => onAttempt(suspend)),
      call: async (tool, input) => (await this.#joined.promise).call(tool, input),
      nest: async () => (await this.#joined.promise).nest(),
      onProgress: (value) => (this.#listener ? this.#listener(value) : void this.#progress.push(value)),
      onThrow: (thrown) => this.#later(({ onThrow }) => onThrow?.(thrown)),
    });
  }

  /** Never, when the call is dropped. */
  #later(tell: (execution: Execution) => void): void {
    void this.#joined.promise.then(tell, () => undefined);
  }
}
