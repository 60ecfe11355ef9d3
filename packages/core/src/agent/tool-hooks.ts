import type { ToolHook, ToolHookCall } from '../contracts/hooks.ts';
import type { ToolOutcome } from '../contracts/tool.ts';
import { describeError } from '../errors/describe-error.ts';
import { isJsonObject } from '../lib/json.ts';
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
export async function aroundTool(
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
  if (!run.config.guarded) return hooked(valid);
  const { tool } = valid;
  try {
    const refused = await refuseArgs(run, callId, valid);
    return refused ?? (await guardResult(run, { callId, name: tool.name }, tool, await hooked(valid)));
  } catch {
    return interrupted();
  }
}

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
  const clock = hookClock(run);
  let over = false;
  const next = (changed = input): Promise<ToolOutcome> => {
    if (over) return Promise.reject(tooLate(name));
    if (changed === input) return clock.outside(inner(valid));
    // Input that a hook has changed is validated like any other.
    const validated = validateFor(run, callId, tool, changed).then((reading) =>
      reading.ok ? inner(reading) : failedOutcome('failed', reading.message),
    );
    return clock.outside(validated);
  };
  const judge = async (made: Promise<ToolOutcome>): Promise<ToolOutcome> => {
    over = false;
    let fault: string;
    try {
      const outcome = await made;
      if (outcome !== undefined && outcome === clock.last) return outcome;
      const encoded = await encode(outcome);
      if (encoded.ok && isOutcome(encoded.value)) return encoded.value;
      fault = 'gave no outcome: return what next() gave';
    } catch (error) {
      if (signal.aborted) return interrupted();
      fault = `failed: ${describeError(error)}`;
    } finally {
      over = true;
    }
    return failedOutcome('failed', `Hook "${name}" ${fault}`);
  };
  return clock.run(() => {
    const made = hook(call, next);
    // Unless it is judged: what was handed on is the hook's answer.
    over = true;
    return made;
  }, judge);
}

const statuses: readonly unknown[] = ['success', 'failed', 'denied', 'retry', 'interrupted'];

/** A hook in JavaScript may return anything. */
function isOutcome(value: unknown): value is ToolOutcome {
  if (!isJsonObject(value)) return false;
  const { status, content } = value;
  return statuses.includes(status) && Array.isArray(content) && content.length > 0;
}
