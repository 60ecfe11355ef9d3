import type { ToolHook } from '../contracts/hooks.ts';
import type { Awaitable, JsonObject } from '../contracts/json.ts';
import type { ToolOutcome } from '../contracts/tool.ts';
import type { Clocked, OwnClock } from '../lib/own-clock.ts';
import { encode } from '../tools/encode-plain.ts';
import { interrupted } from '../tools/execute-call.ts';
import { failedOutcome } from '../tools/outcome.ts';
import type { ValidCall } from '../tools/read-call.ts';
import type { ActiveRun } from './active-run.ts';
import { hookClock, hookError, tooLate } from './hook-calls.ts';
import { validateFor } from './validate-for.ts';
import { guardResult, refuseArgs } from './guard-calls.ts';

type RunTool = (call: ValidCall) => Promise<ToolOutcome>;

interface NamedHook {
  readonly hook: ToolHook;
  readonly name: string;
}

/**
 * Runs a call inside the `tool` hooks, the first outermost, and the guards around them. Never rejects: a failed hook or guard fails the
 * call.
 */
export function aroundTool(
  run: ActiveRun,
  callId: string,
  valid: ValidCall,
  execute: RunTool,
): Promise<ToolOutcome> {
  const hooked = run.config.hooks.reduceRight<RunTool>(
    (inner, { tool: hook, name = 'tool' }) =>
      hook ? (call) => new HookedCall(run, callId, call, { hook, name }, inner).outcome() : inner,
    execute,
  );
  return run.config.guarded ? insideGuards(run, callId, valid, hooked) : hooked(valid);
}

async function insideGuards(
  run: ActiveRun,
  callId: string,
  valid: ValidCall,
  hooked: RunTool,
): Promise<ToolOutcome> {
  const { tool } = valid;
  try {
    const refused = await refuseArgs(run, callId, valid);
    return refused ?? (await guardResult(run, { callId, name: tool.name }, tool, await hooked(valid)));
  } catch {
    return interrupted();
  }
}

/** One call inside one hook. */
class HookedCall implements Clocked<ToolOutcome> {
  readonly #run: ActiveRun;
  readonly #callId: string;
  readonly #valid: ValidCall;
  readonly #hook: NamedHook;
  readonly #inner: RunTool;
  readonly #clock: OwnClock;
  #isOver = false;

  constructor(run: ActiveRun, callId: string, valid: ValidCall, hook: NamedHook, inner: RunTool) {
    this.#run = run;
    this.#callId = callId;
    this.#valid = valid;
    this.#hook = hook;
    this.#inner = inner;
    this.#clock = hookClock(run);
  }

  outcome(): Promise<ToolOutcome> {
    return this.#clock.run(this);
  }

  work(): Awaitable<ToolOutcome> {
    const { context, signal, state } = this.#run;
    const { runId, turn } = state;
    const { tool, input } = this.#valid;
    const call = { runId, turn, callId: this.#callId, name: tool.name, tool, input, context, signal };
    const made = this.#hook.hook(call, (changed) => this.#next(changed));
    // Unless it is judged: what was handed on is the hook's answer.
    this.#isOver = true;
    return made;
  }

  async judge(made: Promise<ToolOutcome>): Promise<ToolOutcome> {
    this.#isOver = false;
    let fault: unknown = 'it gave no outcome: return what next() gave';
    try {
      const outcome = await made;
      if (outcome && outcome === this.#clock.last) return outcome;
      const encoded = await encode(outcome);
      if (encoded.ok && isOutcome(encoded.value)) return encoded.value;
    } catch (error) {
      if (this.#run.signal.aborted) return interrupted();
      fault = error;
    } finally {
      this.#isOver = true;
    }
    return failedOutcome('failed', hookError(this.#hook.name, fault).message);
  }

  #next(changed: JsonObject = this.#valid.input): Promise<ToolOutcome> {
    const { tool, input } = this.#valid;
    if (this.#isOver) return Promise.reject(tooLate(this.#hook.name));
    if (changed === input) return this.#clock.outside(this.#inner(this.#valid));
    // Input that a hook has changed is validated like any other.
    const validated = validateFor(this.#run, this.#callId, tool, changed).then((reading) =>
      reading.ok ? this.#inner(reading) : failedOutcome('failed', reading.message),
    );
    return this.#clock.outside(validated);
  }
}

const statuses: readonly unknown[] = ['success', 'failed', 'denied', 'retry', 'interrupted'];

/** A hook in JavaScript may return anything. */
function isOutcome(value: unknown): value is ToolOutcome {
  const { status, content } = Object(value) as Record<string, unknown>; // whatever it is, an object has no other
  return statuses.includes(status) && Array.isArray(content) && content.length > 0;
}
