import type { ToolHook, ToolHookCall } from '../contracts/hooks.ts';
import type { Awaitable, JsonObject } from '../contracts/json.ts';
import type { ToolOutcome } from '../contracts/tool.ts';
import { describeError } from '../errors/describe-error.ts';
import { isJsonObject } from '../lib/json.ts';
import type { OwnClock } from '../lib/own-clock.ts';
import { encode } from '../tools/encode-plain.ts';
import { interrupted } from '../tools/execute-call.ts';
import { failedOutcome } from '../tools/outcome.ts';
import type { ValidCall } from '../tools/read-call.ts';
import type { ActiveRun } from './active-run.ts';
import { hookClock, tooLate } from './hook-calls.ts';
import { validateFor } from './validate-for.ts';
import { guardResult, refuseArgs } from './guard-calls.ts';

type RunTool = (call: ValidCall) => Promise<ToolOutcome>;

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
      hook ? (call) => runHook(run, callId, call, name, hook, inner) : inner,
    execute,
  );
  return run.config.guarded ? inGuards(run, callId, valid, hooked) : hooked(valid);
}

async function inGuards(
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

/** A hook that hands on the very promise which `next` gave has no time of its own, and costs none. */
function runHook(
  run: ActiveRun,
  callId: string,
  valid: ValidCall,
  name: string,
  hook: ToolHook,
  inner: RunTool,
): Promise<ToolOutcome> {
  const { context, signal } = run;
  const { runId, turn } = run.state;
  const { tool, input } = valid;
  const call: ToolHookCall = { runId, turn, callId, name: tool.name, tool, input, context, signal };
  let clock: OwnClock | undefined;
  let over = false;
  let passed: ToolOutcome | undefined;
  const given: Promise<ToolOutcome>[] = [];
  const watch = (working: Promise<ToolOutcome>): void =>
    void clock?.outside(working).then(
      (outcome) => (passed = outcome),
      () => undefined,
    );
  const next = (changed = input): Promise<ToolOutcome> => {
    if (over) return Promise.reject(tooLate(name));
    const working = changed === input ? inner(valid) : runChanged(run, callId, valid, changed, inner);
    given.push(working);
    watch(working);
    return working;
  };
  const judge = async (work: () => Awaitable<ToolOutcome>): Promise<ToolOutcome> => {
    clock = hookClock(run);
    given.forEach(watch);
    try {
      const outcome = await clock.run(work);
      if (outcome !== undefined && outcome === passed) return outcome;
      const encoded = await encode(outcome);
      if (encoded.ok && isOutcome(encoded.value)) return encoded.value;
      return failedOutcome(
        'failed',
        `Hook "${name}" gave no outcome for ${tool.name}: return what next() gave`,
      );
    } catch (error) {
      if (signal.aborted) return interrupted();
      return failedOutcome('failed', `Hook "${name}" around ${tool.name} failed: ${describeError(error)}`);
    } finally {
      over = true;
    }
  };
  if (signal.aborted) return Promise.resolve(interrupted());
  try {
    const working = hook(call, next);
    const [one, other] = given;
    if (!one || one !== working || other) return judge(() => working);
    over = true;
    return one;
  } catch (error) {
    return judge(() => Promise.reject(error));
  }
}

/** Input that a hook has changed is validated like any other. */
async function runChanged(
  run: ActiveRun,
  callId: string,
  { tool }: ValidCall,
  changed: JsonObject,
  inner: RunTool,
): Promise<ToolOutcome> {
  const reading = await validateFor(run, callId, tool, changed);
  return reading.ok ? inner(reading) : failedOutcome('failed', reading.message);
}

const statuses: readonly unknown[] = ['success', 'failed', 'denied', 'retry', 'interrupted'];

/** A hook in JavaScript may return anything. */
function isOutcome(value: unknown): value is ToolOutcome {
  if (!isJsonObject(value)) return false;
  const { status, content } = value;
  return statuses.includes(status) && Array.isArray(content) && content.length > 0;
}
